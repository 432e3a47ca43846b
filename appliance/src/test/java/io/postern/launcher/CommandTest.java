package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));

  @Test
  void anUnknownSubcommandIsToldInOneLine() {
    assertEquals(2, Command.ofProduct().run(List.of("nonsense"), console));

    assertEquals(
        "postern: unknown subcommand 'nonsense'; ./postern help lists them\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aSubcommandGetsTheArgumentsAfterItsName() {
    Command command = new Command(Map.of("echo", new Echo()));

    assertEquals(7, command.run(List.of("echo", "a", "b"), console));

    assertEquals("[a, b]\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void everySubcommandShowsItsUsage_askedEitherWay() {
    for (String name :
        List.of(
            "check", "config", "extension", "journal", "selftest", "send", "status", "version")) {
      out.reset();
      assertEquals(0, Command.ofProduct().run(List.of(name, "--help"), console), name);
      String usage = out.toString(StandardCharsets.UTF_8);
      assertTrue(usage.startsWith("usage: postern " + name), usage);
      out.reset();
      assertEquals(0, Command.ofProduct().run(List.of("help", name), console), name);
      assertEquals(usage, out.toString(StandardCharsets.UTF_8));
    }
    for (String name : List.of("run", "build", "package", "image", "sbom", "test", "train")) {
      out.reset();
      assertEquals(0, Command.ofProduct().run(List.of("help", name), console), name);
      String usage = out.toString(StandardCharsets.UTF_8);
      assertTrue(usage.startsWith("usage: postern " + name), usage);
    }
    assertEquals(2, Command.ofProduct().run(List.of("help", "nonsense"), console));
    assertEquals(2, Command.ofProduct().run(List.of("check"), console));
    assertEquals(2, Command.ofProduct().run(List.of("version", "x"), console));
  }

  @Test
  void theListNamesEverySubcommand() {
    assertEquals(0, new Command(Map.of("echo", new Echo())).run(List.of(), console));

    assertTrue(out.toString(StandardCharsets.UTF_8).contains("echo               says it again"));
  }

  private static final class Echo implements Command.Subcommand {

    @Override
    public String synopsis() {
      return "says it again";
    }

    @Override
    public int run(List<String> arguments, Console console) {
      console.say(arguments.toString());
      return 7;
    }
  }
}
