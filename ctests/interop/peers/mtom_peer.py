"""Python's side of MTOM: prints a package as its library for mail and its library for XML see it.

    python3 mtom_peer.py print FILE
"""

import base64
import email
import sys
import urllib.parse
import xml.etree.ElementTree

XOP = "{http://www.w3.org/2004/08/xop/include}Include"


def show(element, parts):
    print("start " + element.tag)
    included = element.find(XOP)
    if included is not None:
        name = urllib.parse.unquote(included.get("href").removeprefix("cid:"))
        print("text " + base64.b64encode(parts[name]).decode())
    else:
        if element.text:
            print("text " + element.text)
        for child in element:
            show(child, parts)
    print("end")


def main():
    with open(sys.argv[2], "rb") as file:
        package = email.message_from_bytes(file.read())
    assert package.get_content_type() == "multipart/related", package.get_content_type()
    assert package.get_param("type") == "application/xop+xml"
    assert not package.defects, package.defects
    parts = {part["Content-ID"].strip("<>"): part.get_payload(decode=True) for part in package.get_payload()}
    root = parts[package.get_param("start").strip("<>")]
    sys.stdout.reconfigure(encoding="utf-8")
    show(xml.etree.ElementTree.fromstring(root), parts)


main()
