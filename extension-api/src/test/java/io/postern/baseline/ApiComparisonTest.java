package io.postern.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would break an extension is found, and what would not is no finding. */
class ApiComparisonTest {

  @TempDir Path folder;

  /** Compiles the bodies of files of a package {@code api}, by class name. */
  private Path api(Map<String, String> types) throws IOException {
    Path version = Files.createTempDirectory(folder, "version");
    List<String> words = new ArrayList<>(List.of("-d", version.resolve("classes").toString()));
    for (Map.Entry<String, String> type : types.entrySet()) {
      Path file = version.resolve(type.getKey() + ".java");
      Files.writeString(file, "package api;\n" + type.getValue());
      words.add(file.toString());
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)));
    Path jar = version.resolve("api.jar");
    assertEquals(types.size(), ApiJar.write(version.resolve("classes"), jar));
    return jar;
  }

  private List<String> changes(String name, String before, String after) throws IOException {
    return ApiComparison.incompatibilities(api(Map.of(name, before)), api(Map.of(name, after)));
  }

  @Test
  void aRemovedMethod_isFound() throws IOException {
    assertEquals(
        List.of("api.Event.name: METHOD_REMOVED"),
        changes(
            "Event",
            "public interface Event { String name(); int size(); }",
            "public interface Event { int size(); }"));
  }

  @Test
  void aChangedReturnType_isFound() throws IOException {
    assertEquals(
        List.of("api.Event.size: METHOD_RETURN_TYPE_CHANGED"),
        changes(
            "Event",
            "public interface Event { int size(); }",
            "public interface Event { long size(); }"));
  }

  @Test
  void aChangedParameter_isFound() throws IOException {
    assertEquals(
        List.of("api.Mailbox.parse: METHOD_REMOVED"),
        changes(
            "Mailbox",
            "public final class Mailbox { public static void parse(String text) {} }",
            "public final class Mailbox { public static void parse(CharSequence text) {} }"));
  }

  @Test
  void anotherRecordComponent_isFound() throws IOException {
    assertEquals(
        List.of("api.Field.<init>: CONSTRUCTOR_REMOVED"),
        changes(
            "Field",
            "public record Field(String name) {}",
            "public record Field(String name, String value) {}"));
  }

  @Test
  void lessAccess_isFound() throws IOException {
    assertEquals(
        List.of("api.Reply.code: METHOD_LESS_ACCESSIBLE"),
        changes(
            "Reply",
            "public final class Reply { public int code() { return 1; } }",
            "public final class Reply { int code() { return 1; } }"));
  }

  @Test
  void aRemovedClass_isFound() throws IOException {
    String event = "public interface Event {}";
    assertEquals(
        List.of("api.Verdict: CLASS_REMOVED"),
        ApiComparison.incompatibilities(
            api(Map.of("Event", event, "Verdict", "public class Verdict {}")),
            api(Map.of("Event", event))));
  }

  @Test
  void whatIsAdded_andWhatIsPrivate_isNoFinding() throws IOException {
    assertEquals(
        List.of(),
        changes(
            "Event",
            "public interface Event { int size(); }",
            "public interface Event { int size(); String name(); default int two() { return 2; } }"));
    assertEquals(
        List.of(),
        changes(
            "Verdict",
            "public final class Verdict { private int a; private void b() {} public void c() {} }",
            "public final class Verdict { public void c() {} public static void d() {} }"));
  }
}
