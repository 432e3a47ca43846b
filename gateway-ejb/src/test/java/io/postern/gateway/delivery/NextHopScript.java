package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A next hop as a {@code .hop} file describes it: lines {@code verb reply}, verb one of greeting
 * ehlo helo mail rcpt data dot rset quit, or {@code rcpt<address>}; lines of one verb are used one
 * after the other, the last again and again. {@code !close} closes, with a reply that follows it
 * said before; {@code !after} says a reply behind the usual one and closes.
 */
final class NextHopScript implements ScriptedServer.Script {

  private static final Map<String, String> USUAL =
      Map.of(
          "greeting", "220 hop.example.net ESMTP",
          "ehlo", "250-hop.example.net\r\n250-PIPELINING\r\n250 8BITMIME",
          "helo", "250 hop.example.net",
          "mail", "250 2.1.0 ok",
          "rcpt", "250 2.1.5 ok",
          "data", "354 go on",
          "dot", "250 2.0.0 taken",
          "rset", "250 2.0.0 ok",
          "quit", "221 2.0.0 bye");

  private final Map<String, List<String>> rules = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();

  static NextHopScript of(String name) throws IOException {
    NextHopScript script = new NextHopScript();
    try (InputStream in = Objects.requireNonNull(resource(name), name)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n")) {
        int blank = line.indexOf(' ');
        if (blank > 0 && !line.startsWith("#")) {
          script
              .rules
              .computeIfAbsent(line.substring(0, blank), verb -> new ArrayList<>())
              .add(line.substring(blank + 1).replace("\\r", "\r").replace("\\n", "\n"));
        }
      }
    }
    return script;
  }

  /** Of the next hops that were given, or of those that were added here. */
  private static @Nullable InputStream resource(String name) {
    InputStream given = NextHopScript.class.getResourceAsStream("given/" + name + ".hop");
    return given == null ? NextHopScript.class.getResourceAsStream("own/" + name + ".hop") : given;
  }

  @Override
  public void play(ScriptedServer.Line line) throws IOException {
    say(line, "greeting", "greeting");
    while (true) {
      String command = line.hear();
      String verb = command.substring(0, Math.min(4, command.length())).toLowerCase(Locale.ROOT);
      String key = verb;
      if (verb.equals("rcpt")) {
        String own = "rcpt" + command.substring(command.indexOf('<'), command.indexOf('>') + 1);
        key = rules.containsKey(own) ? own : verb;
      }
      String said = say(line, key, verb);
      if (verb.equals("quit")) {
        return;
      }
      if (verb.equals("data") && said.startsWith("3")) {
        line.hearContent();
        say(line, "dot", "dot");
      }
    }
  }

  private String say(ScriptedServer.Line line, String key, String verb) throws IOException {
    String reply = next(key, verb);
    if (reply.startsWith("!after ")) {
      line.say(USUAL.get(verb) + "\r\n" + reply.substring(7) + "\r\n");
      throw new IOException("closed on purpose");
    }
    if (reply.startsWith("!close")) {
      if (reply.length() > 7) {
        line.say(reply.substring(7) + "\r\n");
      }
      throw new IOException("closed on purpose");
    }
    line.say(reply + "\r\n");
    return reply;
  }

  private synchronized String next(String key, String verb) {
    List<String> replies = rules.get(key);
    if (replies == null) {
      return Objects.requireNonNull(USUAL.get(verb), verb);
    }
    int at = used.merge(key, 1, Integer::sum) - 1;
    return replies.get(Math.min(at, replies.size() - 1));
  }
}
