//! quick-xml's namespace reader: `quick_xml_peer read FILE`. Prints what `measure.h` has the C programs print.

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [job, path] = &arguments[..] else { return Err("quick_xml_peer read FILE".into()) };
    if job != "read" {
        return Err("quick_xml_peer read FILE".into());
    }
    let bytes = fs::read(path)?;
    let passes = env::var("PASSES").ok().and_then(|passes| passes.parse().ok()).unwrap_or(3);
    fs::write("/proc/self/clear_refs", "5")?;
    let before = status_kilobytes("VmRSS:")?;
    let sum = read(&bytes)?;
    let added = status_kilobytes("VmHWM:")?.saturating_sub(before);
    let mut times = Vec::new();
    for _ in 0..passes {
        let start = Instant::now();
        assert_eq!(read(&bytes)?, sum);
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let document = std::path::Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("{job} {document} quick-xml {median:.6} {added} {sum}");
    Ok(())
}

fn status_kilobytes(name: &str) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// As `see` of `measure.h`.
fn see(sum: &mut u64, weight: u64, text: &str) {
    let bytes = text.as_bytes();
    let seen = match (bytes.first(), bytes.last()) {
        (Some(&first), Some(&last)) => bytes.len() as u64 * 65536 + u64::from(first) * 256 + u64::from(last),
        _ => 1,
    };
    *sum += weight * seen;
}

fn ns<'a>(resolved: &ResolveResult<'a>) -> Result<&'a str, Box<dyn Error>> {
    match resolved {
        ResolveResult::Bound(ns) => Ok(ns.0),
        ResolveResult::Unbound => Ok(""),
        ResolveResult::Unknown(_) => Err("a prefix is not declared".into()),
    }
}

fn read(bytes: &[u8]) -> Result<u64, Box<dyn Error>> {
    let mut sum = 0;
    let mut reader = NsReader::from_reader(bytes);
    loop {
        match reader.read_event()? {
            Event::Start(element) => read_element(&reader, &element, &mut sum)?,
            Event::Empty(element) => {
                read_element(&reader, &element, &mut sum)?;
                sum += 17;
            }
            Event::End(_) => sum += 17,
            Event::Text(text) => sum += text.xml10_content().len() as u64 * 13,
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref()? {
                    Some(char) => char.len_utf8(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)
                        .ok_or("no such entity")?
                        .len(),
                };
                sum += text as u64 * 13;
            }
            Event::CData(text) => sum += text.len() as u64 * 13,
            Event::Eof => return Ok(sum),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn read_element(
    reader: &NsReader<&[u8]>,
    element: &BytesStart<'_>,
    sum: &mut u64,
) -> Result<(), Box<dyn Error>> {
    let (resolved, local) = reader.resolver().resolve_element(element.name());
    see(sum, 1, local.as_ref());
    see(sum, 3, ns(&resolved)?);
    for attribute in element.attributes() {
        let attribute = attribute?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (resolved, local) = reader.resolver().resolve_attribute(attribute.key);
        see(sum, 5, local.as_ref());
        see(sum, 7, ns(&resolved)?);
        see(sum, 11, &attribute.normalized_value(XmlVersion::Implicit1_0)?);
    }
    Ok(())
}
