package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be said of the image without building it: that its files are well-formed, and that the
 * names in them are those by which updates find their way. What only a boot shows is for {@code
 * ./postern image test}.
 */
final class ImageDefinitionTest {

  private static final Path IMAGE = Path.of("image").toAbsolutePath();

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(IMAGE)) {
      return files.filter(Files::isRegularFile).filter(ImageDefinitionTest::isScript).toList();
    }
  }

  private static boolean isScript(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.startsWith("#!/bin/sh")
          || text.startsWith("#!/bin/bash")
          || text.startsWith("# shellcheck shell=");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void imageHasScripts() throws IOException {
    assertTrue(scripts().size() >= 6, scripts()::toString);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptIsWithoutFault(Path script) throws IOException {
    assumeTrue(have("shellcheck"), "shellcheck is not installed");
    // Sources are named from the checkout.
    assertEquals("", said(IMAGE.resolve("../.."), "shellcheck", "-x", script.toString()));
  }

  @Test
  void grubUnderstandsItsConfiguration() throws IOException {
    assumeTrue(
        have("grub-script-check"), "grub-script-check (package grub-common) is not installed");
    assertEquals("", said(IMAGE, "grub-script-check", "grub.cfg"));
  }

  /** Decision 10: by label, and as the updates look for them. */
  @ParameterizedTest
  @EnumSource(Slot.class)
  void slotHasItsPartitions(Slot slot) throws IOException {
    Map<String, String> sizes = partitions();
    assertTrue(sizes.containsKey(slot.rootLabel()), sizes::toString);
    assertTrue(sizes.containsKey(slot.verityLabel()), sizes::toString);
    assertEquals(sizes.get(slot.rootLabel()), sizes.get(slot.other().rootLabel()));
    assertEquals(sizes.get(slot.verityLabel()), sizes.get(slot.other().verityLabel()));
  }

  @Test
  void dataIsTheLastPartition_soThatItCanGrow() throws IOException {
    assertEquals("postern-data", new ArrayList<>(partitions().keySet()).getLast());
  }

  /** Labels with their largest sizes, in the order of the disk. */
  private static Map<String, String> partitions() throws IOException {
    Map<Path, List<String>> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(IMAGE.resolve("disk.repart"))) {
      for (Path file : found.toList()) {
        files.put(file, Files.readAllLines(file));
      }
    }
    Map<String, String> partitions = new LinkedHashMap<>();
    files
        .values()
        .forEach(lines -> partitions.put(value(lines, "Label"), value(lines, "SizeMaxBytes")));
    return partitions;
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " in " + lines));
  }

  @Test
  void grubReadsAndWritesTheVariablesThatUpdatesSet() throws IOException {
    Set<String> ours = new TreeSet<>();
    String block =
        new String(
            BootState.onTrial(Slot.A, Slot.B)
                .in(GrubEnvironment.parse(emptyEnvironment()))
                .octets(),
            StandardCharsets.US_ASCII);
    block
        .lines()
        .filter(line -> line.contains("="))
        .forEach(line -> ours.add(line.substring(0, line.indexOf('='))));

    String configuration = Files.readString(IMAGE.resolve("grub.cfg"));
    Set<String> loaded = new TreeSet<>();
    configuration
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("load_env "))
        .forEach(line -> loaded.addAll(Arrays.asList(line.substring(9).split(" "))));

    assertEquals(ours, loaded);
    assertTrue(configuration.contains("save_env tries"), "a trial is used up before it boots");
  }

  private static byte[] emptyEnvironment() {
    byte[] octets = new byte[GrubEnvironment.SIZE];
    Arrays.fill(octets, (byte) '#');
    byte[] signature = "# GRUB Environment Block\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(signature, 0, octets, 0, signature.length);
    return octets;
  }

  private static boolean have(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String said(Path folder, String... line) throws IOException {
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.onExit().join().exitValue() == 0 ? "" : said;
  }
}
