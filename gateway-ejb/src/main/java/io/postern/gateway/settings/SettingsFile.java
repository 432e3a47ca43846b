package io.postern.gateway.settings;

import io.postern.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration in YAML 1.2. It is checked as a whole: every problem is reported, with its
 * line and the path of the value, before anything is in force. Thread-safe.
 */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * A configuration and the text it was read from.
   *
   * @param text as in the file
   */
  public record Read(String text, Settings settings) {}

  /**
   * Reads a file; relative paths in it start from its folder.
   *
   * @throws SettingsRefused with all problems, or because the file cannot be read
   */
  public static Settings read(Path file) {
    return readWithText(file).settings();
  }

  /**
   * The same, with the text.
   *
   * @throws SettingsRefused with all problems, or because the file cannot be read
   */
  public static Read readWithText(Path file) {
    String text = text(file);
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return new Read(
        text,
        parse(String.valueOf(absolute.getFileName()), text, folder == null ? absolute : folder));
  }

  /**
   * Reads a text.
   *
   * @param name how the problems call it, such as {@code postern.yaml}
   * @param folder where relative paths start from
   * @throws SettingsRefused with all problems
   */
  public static Settings parse(String name, String text, Path folder) {
    return SettingsReading.of(name, text, folder, new SettingsProblems(name)).read();
  }

  /** What holds when nothing is configured; the data folder is {@code data} in this folder. */
  public static Settings defaults(Path folder) {
    return parse("defaults", "", folder);
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(YamlSource.MOST_OCTETS + 1);
      if (octets.length > YamlSource.MOST_OCTETS) {
        throw unreadable(file, "it is larger than " + YamlSource.MOST_OCTETS + " octets", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (NoSuchFileException e) {
      throw unreadable(file, "it does not exist", e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(
          file, Files.isDirectory(file) ? "it is a folder" : Shown.of(e.toString(), 200), e);
    }
  }

  private static SettingsRefused unreadable(Path file, String why, @Nullable Exception cause) {
    SettingsRefused refused =
        new SettingsRefused(
            "cannot read the configuration " + Shown.of(file.toString(), 500),
            List.of(new SettingsProblem(0, "", why)));
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
