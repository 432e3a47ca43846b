package io.postern.gateway.selftest;

import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what each part of one test found. */
final class Protocol {

  private final List<SelfTestReport.Part> parts = new ArrayList<>();
  private Optional<SpoolId> id = Optional.empty();

  /** A part; returns what it has seen. */
  interface Check {
    String check() throws IOException, InterruptedException, PartFailed;
  }

  void part(String name, Check check) throws InterruptedException {
    try {
      parts.add(new SelfTestReport.Part(name, true, check.check()));
    } catch (PartFailed e) {
      failed(name, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // Whatever a package raises is a finding here, not the end of the test.
      failed(name, String.valueOf(e.getMessage()));
    }
  }

  void failed(String name, String reason) {
    parts.add(new SelfTestReport.Part(name, false, reason));
  }

  /** Notes under which id the probe was accepted. */
  String accepted(String reply) throws PartFailed {
    for (String word : reply.split(" ")) {
      try {
        id = Optional.of(SpoolId.parse(word));
        return "accepted as " + word;
      } catch (IllegalArgumentException e) {
        continue; // another word of the reply
      }
    }
    throw new PartFailed("the final dot was answered without an id: " + reply);
  }

  SpoolId id() throws PartFailed {
    return id.orElseThrow(() -> new PartFailed("not tested, as no message was accepted"));
  }

  boolean passed() {
    return parts.stream().allMatch(SelfTestReport.Part::passed);
  }

  SelfTestReport report(Duration took) {
    return SelfTestReport.of(parts, took);
  }
}
