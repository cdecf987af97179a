//! WsReadArray: a row of elements of one name, each with a value.

use super::*;
use crate::xml::reader::Reader;

/// WsReadArray: reads elements of this name one after the other into an array, until there are `item_count` or
/// another node comes; gives their number. Room is checked before anything is read.
///
/// # Safety
/// `array` is NULL or writable for `array_size` bytes.
pub(crate) unsafe fn read_array(
    reader: &mut Reader,
    local_name: &[u8],
    ns: &[u8],
    value_type: WS_VALUE_TYPE,
    array: *mut c_void,
    array_size: ULONG,
    item_offset: ULONG,
    item_count: ULONG,
) -> Result<ULONG> {
    reader.check_ready()?;
    // SAFETY: nothing of it is looked at: the layout of these types is fixed.
    let size = type_of_value(value_type).layout(unsafe { Memory::promised() })?.size;
    let end = (u64::from(item_offset) + u64::from(item_count)) * size as u64;
    if end > u64::from(array_size) {
        return Err(Error::invalid_argument(format!(
            "expected room for {item_count} items of {size} bytes from item {item_offset} on, found an array of \
             {array_size} bytes"
        )));
    }
    if array.is_null() && item_count > 0 {
        return Err(Error::invalid_argument(format!("'array' is NULL, but 'itemCount' is {item_count}")));
    }
    let mut count = 0;
    while count < item_count {
        match reader.read_to_start_element(Some(local_name), Some(ns)) {
            Ok(true) => {}
            Ok(false) => break,
            // A stream has not brought the next one yet; those before it are there.
            Err(_) if count > 0 && reader.check_ready().is_ok() => break,
            Err(error) => return Err(error),
        }
        reader.read_start_element()?;
        let place = (item_offset + count) as usize * size;
        // SAFETY: the item is within the array, as was checked.
        unsafe {
            read_value(reader, value_type, array.cast::<u8>().add(place).cast(), size as ULONG)?;
        }
        reader.read_end_element()?;
        count += 1;
    }
    Ok(count)
}
