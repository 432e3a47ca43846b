package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML descriptor, read for what matters here; nothing outside of it is fetched, and the JDK's
 * limits on depth and entities hold.
 *
 * @param attributes of the root element
 * @param contextRoot text of the element that names one
 */
record Descriptor(Map<String, String> attributes, Optional<String> contextRoot) {

  private static final int MOST_OCTETS = 1 << 20;

  /**
   * @param path for the reason
   * @throws ArchiveRefused when it is not well-formed
   */
  static Descriptor read(String path, byte[] octets) {
    if (octets.length > MOST_OCTETS) {
      throw new ArchiveRefused(Shown.of(path, 200) + " is larger than " + MOST_OCTETS + " octets");
    }
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(octets));
      Map<String, String> attributes = new HashMap<>();
      Optional<String> contextRoot = Optional.empty();
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          String element = reader.getLocalName();
          if (depth == 0) {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
              attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
          }
          if (element.equals("context-root") || element.equals("default-context-path")) {
            contextRoot = Optional.of(reader.getElementText().strip());
          } else {
            depth++;
          }
        }
      }
      return new Descriptor(attributes, contextRoot);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new ArchiveRefused(
          Shown.of(path, 200)
              + " is a broken descriptor (not well-formed XML in line "
              + line
              + ")");
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
    return factory;
  }
}
