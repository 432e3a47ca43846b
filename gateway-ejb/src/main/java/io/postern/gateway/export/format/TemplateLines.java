package io.postern.gateway.export.format;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.EventTemplate;
import io.postern.gateway.export.mapping.EventTemplate.Inserted;
import io.postern.gateway.export.mapping.EventTemplate.Part;
import io.postern.gateway.export.mapping.EventTemplate.Text;
import io.postern.gateway.export.mapping.Member;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import io.postern.text.Shown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One line by the template of the event, or by the default one.
 *
 * @param templates by the event
 * @param alone of each template, the members that it names: what is left is {@code rest}
 */
record TemplateLines(
    Map<String, EventTemplate> templates,
    Map<String, Set<String>> alone,
    Escaping usual,
    String gateway)
    implements EventFormat {

  static TemplateLines of(Map<String, String> texts, Escaping usual, String gateway) {
    Map<String, EventTemplate> templates = new HashMap<>();
    texts.forEach((event, text) -> templates.put(event, EventTemplate.parse(text)));
    return new TemplateLines(
        templates,
        templates.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> members(each.getValue()))),
        usual,
        gateway);
  }

  private static Set<String> members(EventTemplate template) {
    Set<String> names = new HashSet<>();
    for (Part part : template.parts()) {
      if (part instanceof Inserted inserted) {
        names.add(inserted.member().name());
      }
    }
    return names;
  }

  @Override
  public List<FormattedLine> lines(ExportEvent event) {
    String name = templates.containsKey(event.event()) ? event.event() : LineFormat.DEFAULT;
    EventTemplate template = templates.get(name);
    return template == null
        ? List.of()
        : List.of(FormattedLine.own(line(template, event, alone.getOrDefault(name, Set.of()))));
  }

  private String line(EventTemplate template, ExportEvent event, Set<String> named) {
    StringBuilder line = new StringBuilder();
    for (Part part : template.parts()) {
      switch (part) {
        case Text text -> line.append(text.text());
        case Inserted inserted ->
            line.append(
                escaping(inserted.escaping().orElse(usual))
                    .apply(value(inserted.member().name(), event, named)));
      }
    }
    return line.toString();
  }

  private Optional<String> value(String member, ExportEvent event, Set<String> named) {
    return switch (member) {
      case Member.GATEWAY -> Optional.of(gateway);
      case Member.JSON -> Optional.of(event.json());
      case Member.REST -> event.jsonWithout(named);
      default -> event.text(member);
    };
  }

  private static Function<Optional<String>, String> escaping(Escaping escaping) {
    return switch (escaping) {
      case TEXT -> value -> value.map(TemplateLines::shown).orElse("");
      case CSV -> value -> value.map(TemplateLines::shown).map(CsvColumns::cell).orElse("");
      case JSON -> value -> value.map(ExportEvent::jsonString).orElse("null");
    };
  }

  private static String shown(String value) {
    return Shown.of(value, Integer.MAX_VALUE);
  }

  @Override
  public String signature() {
    return "template-" + Integer.toHexString(templates.hashCode() * 31 + usual.name().hashCode());
  }
}
