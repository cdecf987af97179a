// The .NET side of binary XML: writes a document with every kind of value, and prints any document node by node.
//
//     binary_peer.exe write FILE    what System.Runtime.Serialization writes
//     binary_peer.exe print FILE    its nodes, a line each

using System;
using System.IO;
using System.Text;
using System.Xml;

static class BinaryPeer
{
    static readonly XmlDictionary Fixed = new XmlDictionary();
    static readonly string[] Texts = { "root", "urn:fixed", "item" };
    // What both sides know as the text with the number 0 of the dynamic dictionary.
    static readonly XmlDictionaryString Dynamic = new XmlDictionary().Add("dynamic");

    static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
            return 2;
        foreach (string text in Texts)
            Fixed.Add(text);
        if (arguments[0] == "write")
            Write(arguments[1]);
        else
            Print(arguments[1]);
        return 0;
    }

    static XmlDictionaryString Known(int index)
    {
        XmlDictionaryString found;
        Fixed.TryLookup(index, out found);
        return found;
    }

    static void Write(string path)
    {
        using (FileStream file = File.Create(path))
        using (XmlDictionaryWriter writer = XmlDictionaryWriter.CreateBinaryWriter(
            file, Fixed, new XmlBinaryWriterSession(), true))
        {
            writer.WriteStartElement("r", Known(0), Known(1));
            writer.WriteAttributeString("plain", "caf\u00e9 <&>");
            writer.WriteAttributeString("p", "name", "urn:p", "v");
            Item(writer, () => writer.WriteString("text \u20ac \ud83d\ude00"));
            Item(writer, () => writer.WriteValue(true));
            foreach (int number in new[] { 0, 1, -1, 127, -32768, 123456789 })
                Item(writer, () => writer.WriteValue(number));
            Item(writer, () => writer.WriteValue(long.MinValue));
            Item(writer, () => writer.WriteValue(1.5f));
            Item(writer, () => writer.WriteValue(2.1));
            Item(writer, () => writer.WriteValue(-79228162514264337593543950.335m));
            Item(writer, () => writer.WriteValue(new DateTime(2006, 5, 17, 12, 30, 15, DateTimeKind.Utc)));
            Item(writer, () => writer.WriteValue(new Guid("33221100-5544-7766-8899-aabbccddeeff")));
            Item(writer, () => writer.WriteValue(new UniqueId(new Guid("33221100-5544-7766-8899-aabbccddeeff"))));
            Item(writer, () => writer.WriteValue(TimeSpan.FromMinutes(200)));
            Item(writer, () => writer.WriteBase64(new byte[] { 0, 1, 2, 3, 4, 5, 6 }, 0, 7));
            Item(writer, () => writer.WriteString(new string('x', 300)));
            writer.WriteArray(null, "array", "", new[] { 1, -1, 70000 }, 0, 3);
            writer.WriteComment("comment");
            writer.WriteStartElement(Dynamic, XmlDictionaryString.Empty);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }

    static void Item(XmlDictionaryWriter writer, Action content)
    {
        writer.WriteStartElement("r", Known(2), Known(1));
        content();
        writer.WriteEndElement();
    }

    static void Print(string path)
    {
        StringBuilder text = new StringBuilder(), lines = new StringBuilder();
        XmlBinaryReaderSession session = new XmlBinaryReaderSession();
        session.Add(0, Dynamic.Value);
        using (FileStream file = File.OpenRead(path))
        using (XmlDictionaryReader reader =
            XmlDictionaryReader.CreateBinaryReader(file, Fixed, XmlDictionaryReaderQuotas.Max, session))
        {
            while (reader.Read())
            {
                bool isText = reader.NodeType == XmlNodeType.Text || reader.NodeType == XmlNodeType.Whitespace
                    || reader.NodeType == XmlNodeType.SignificantWhitespace;
                if (isText)
                {
                    text.Append(reader.Value);
                    continue;
                }
                if (text.Length != 0)
                    lines.Append("text ").Append(text).Append('\n');
                text.Clear();
                switch (reader.NodeType)
                {
                case XmlNodeType.Element:
                    lines.Append("start {" + reader.NamespaceURI + "}" + reader.LocalName + "\n");
                    bool isEmpty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                        if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                            lines.Append("attribute {" + reader.NamespaceURI + "}" + reader.LocalName + " "
                                + reader.Value + "\n");
                    reader.MoveToElement();
                    if (isEmpty)
                        lines.Append("end\n");
                    break;
                case XmlNodeType.EndElement:
                    lines.Append("end\n");
                    break;
                case XmlNodeType.Comment:
                    lines.Append("comment " + reader.Value + "\n");
                    break;
                }
            }
        }
        using (Stream output = Console.OpenStandardOutput())
        {
            byte[] bytes = new UTF8Encoding(false).GetBytes(lines.ToString());
            output.Write(bytes, 0, bytes.Length);
        }
    }
}
