// The .NET side of MTOM: writes a document with bytes of several sizes, and prints any document node by node.
//
//     mtom_peer.exe write FILE    what System.Runtime.Serialization writes
//     mtom_peer.exe print FILE    its nodes, a line each

using System;
using System.IO;
using System.Text;
using System.Xml;

static class MtomPeer
{
    static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
            return 2;
        if (arguments[0] == "write")
            Write(arguments[1]);
        else
            Print(arguments[1]);
        return 0;
    }

    static void Write(string path)
    {
        byte[] large = new byte[5000];
        for (int i = 0; i < large.Length; i++)
            large[i] = i % 16 < 4 ? (byte)"\r\n--"[i % 4] : (byte)(i * 7);
        using (FileStream file = File.Create(path))
        using (XmlDictionaryWriter writer = XmlDictionaryWriter.CreateMtomWriter(
            file, new UTF8Encoding(false), int.MaxValue, "text/xml", "uuid:0+id=1", "http://tempuri.org/0", true, false))
        {
            writer.WriteStartElement("root", "urn:mtom");
            Item(writer, "small", () => writer.WriteBase64(Encoding.ASCII.GetBytes("abc"), 0, 3));
            Item(writer, "large", () => writer.WriteBase64(large, 0, large.Length));
            Item(writer, "empty", () => {});
            Item(writer, "text", () => writer.WriteString("caf\u00e9 \u20ac <&>"));
            Item(writer, "other", () => writer.WriteBase64(large, 0, 701));
            writer.WriteEndElement();
        }
    }

    static void Item(XmlDictionaryWriter writer, string name, Action content)
    {
        writer.WriteStartElement(name, "urn:mtom");
        content();
        writer.WriteEndElement();
    }

    static void Print(string path)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        StringBuilder text = new StringBuilder();
        using (FileStream file = File.OpenRead(path))
        using (XmlDictionaryReader reader = XmlDictionaryReader.CreateMtomReader(
            file, new[] { Encoding.UTF8 }, XmlDictionaryReaderQuotas.Max))
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Text)
                {
                    text.Append(reader.Value);
                    continue;
                }
                if (text.Length > 0)
                    Console.Write("text " + text + "\n");
                text.Clear();
                if (reader.NodeType == XmlNodeType.Element)
                    Console.Write("start {" + reader.NamespaceURI + "}" + reader.LocalName + "\n");
                if (reader.NodeType == XmlNodeType.EndElement || reader.NodeType == XmlNodeType.Element && reader.IsEmptyElement)
                    Console.Write("end\n");
            }
        }
    }
}
