"""Random documents, each with its canonical forms as libxml2 (by lxml) makes them.

canonical_peer.py FOLDER COUNT: writes N.xml and N.0 to N.6, the forms in the order of FORMS in canonical_peer.c.
"""

import io
import random
import sys

from lxml import etree

NAMES = ["a", "b", "c", "caf\u00e9", "x-1.y"]
PREFIXES = ["", "p", "q", "r"]
# libxml2 refuses what is not a URI, and does not escape an ampersand in one.
NAMESPACES = ["urn:one", "urn:two", "http://example.org/?a=b", "urn:it&apos;s"]
TEXTS = ["", "x", " ", "\t\r\n", "&lt;&amp;&gt;&quot;&apos;", "&#13;&#10;&#9;", "\u20ac\U0001F600", "]] &gt;", "1 < 2"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, in_value):
        pieces = [self.random.choice(TEXTS) for _ in range(self.random.randrange(4))]
        text = "".join(pieces)
        return text.replace(" < ", " &lt; ")

    def comment(self):
        return "<!--" + self.random.choice(["", " x ", "<&>", "\r\n", "\u00e9"]) + "-->"

    def outside(self):
        return "".join(self.random.choice(["", "\n", "  ", self.comment()]) for _ in range(3))

    def element(self, depth, scope):
        scope = dict(scope)
        parts = []
        for prefix in self.random.sample(PREFIXES, self.random.randrange(len(PREFIXES))):
            ns = self.random.choice(NAMESPACES + ([""] if prefix == "" else []))
            scope[prefix] = ns
            parts.append("%s='%s'" % ("xmlns:" + prefix if prefix else "xmlns", ns.replace("'", "&apos;")))
        bound = [prefix for prefix in PREFIXES if prefix == "" or prefix in scope]
        prefix = self.random.choice(bound)
        name = (prefix + ":" if prefix else "") + self.random.choice(NAMES)
        seen = set()
        for _ in range(self.random.randrange(4)):
            attribute, local = self.random.choice(bound + ["xml"]), self.random.choice(NAMES)
            if attribute == "xml":
                local = "lang"
            key = (scope.get(attribute, attribute) if attribute else "", local)
            if key not in seen:
                seen.add(key)
                quote = self.random.choice("'\"")
                value = self.text(True)
                parts.append((attribute + ":" if attribute else "") + local + "=" + quote + value + quote)
        self.random.shuffle(parts)
        space = self.random.choice([" ", "\n", "  "])
        tag = name + "".join(space + part for part in parts)
        if self.random.random() < 0.2:
            return "<" + tag + " />"
        content = []
        for _ in range(self.random.randrange(5)):
            kind = self.random.randrange(4)
            if kind == 0 and depth < 6:
                content.append(self.element(depth + 1, scope))
            elif kind == 1:
                content.append(self.comment())
            elif kind == 2:
                content.append("<![CDATA[" + self.random.choice(["", "<&>", "x\r\ny", "]]"]) + "]]>")
            else:
                content.append(self.text(False))
        return "<" + tag + ">" + "".join(content) + "</" + name + " >"

    def document(self):
        body = self.outside() + self.element(0, {}) + self.outside()
        kind = self.random.randrange(4)
        if kind == 0:
            return b"\xef\xbb\xbf" + body.encode("utf-8")
        if kind == 1:
            return ("\ufeff<?xml version='1.0' encoding='utf-16'?>" + body).encode("utf-16-le")
        if kind == 2:
            return ("<?xml version='1.0' encoding='utf-8'?>" + body).encode("utf-8")
        return body.encode("utf-8")


def canonical(tree, **options):
    out = io.BytesIO()
    tree.write_c14n(out, **options)
    return out.getvalue()


def forms(document):
    parser = etree.XMLParser(remove_blank_text=False, strip_cdata=False, resolve_entities=False)
    tree = etree.parse(io.BytesIO(document), parser)
    yield canonical(tree, exclusive=True, with_comments=False)
    yield canonical(tree, exclusive=True, with_comments=True)
    yield canonical(tree, exclusive=False, with_comments=False)
    yield canonical(tree, exclusive=False, with_comments=True)
    yield canonical(tree, exclusive=True, with_comments=False, inclusive_ns_prefixes=["p", "r"])
    # lxml passes on no "#default".
    yield canonical(tree, exclusive=True, with_comments=True, inclusive_ns_prefixes=["q"])
    # The first child element alone; nothing where there is none.
    child = next((node for node in tree.getroot() if isinstance(node.tag, str)), None)
    yield b"" if child is None else etree.tostring(child, method="c14n", exclusive=True, with_comments=True,
                                                   with_tail=False)


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    for number in range(count):
        document = Maker(number).document()
        with open("%s/%d.xml" % (folder, number), "wb") as file:
            file.write(document)
        for form, expected in enumerate(forms(document)):
            with open("%s/%d.%d" % (folder, number, form), "wb") as file:
                file.write(expected)


main()
