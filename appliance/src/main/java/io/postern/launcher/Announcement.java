package io.postern.launcher;

import io.postern.client.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where this gateway is, for the commands on this machine, from its start to its end: in the data
 * folder and, where the user has a folder for such, there as well, so that a command finds a
 * gateway whatever its {@code --data}.
 */
final class Announcement implements AutoCloseable {

  /** Addresses that mean every address of the machine. */
  private static final List<String> ANY = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private static final Pattern FIRST_LISTENER = Pattern.compile("\\bsmtp=([^, ]+):([0-9]+)");

  private final DataFolder data;
  private final String admin;
  private final List<Path> files;

  private Announcement(DataFolder data, String admin, List<Path> files) {
    this.data = data;
    this.admin = admin;
    this.files = files;
  }

  /**
   * Begins, without the SMTP listeners yet.
   *
   * @throws NotStarted when the data folder cannot be used
   */
  static Announcement begin(DataFolder data, Endpoint admin, Map<String, String> environment) {
    List<Path> files = new ArrayList<>(List.of(RunFile.in(data.root())));
    userFile(environment).ifPresent(files::add);
    Announcement announcement = new Announcement(data, "https://" + near(admin), files);
    announcement.write("");
    return announcement;
  }

  /** A file of this process in a folder of its user; those of gateways that were killed go. */
  private static Optional<Path> userFile(Map<String, String> environment) {
    for (Path folder : RunFile.folders(environment)) {
      try {
        if (Files.notExists(folder)) {
          Files.createDirectories(folder, RunFile.permissions(folder, "rwx------"));
        }
        for (Path file : RunFile.files(folder)) {
          if (RunFile.read(file).filter(RunFile::isAlive).isEmpty()) {
            Files.deleteIfExists(file);
          }
        }
        if (Files.isWritable(folder)) {
          return Optional.of(RunFile.in(folder, ProcessHandle.current().pid()));
        }
      } catch (IOException e) {
        // A service has no such folder; its commands are given its data folder. The next one, then.
        continue;
      }
    }
    return Optional.empty();
  }

  /**
   * Adds the first SMTP listener.
   *
   * @param readyLine as the gateway says it
   */
  void ready(String readyLine) {
    write(smtp(readyLine));
  }

  static String smtp(String readyLine) {
    Matcher first = FIRST_LISTENER.matcher(readyLine);
    if (!first.find()) {
      return "";
    }
    String bare = first.group(1).replaceFirst("^\\[(.*)]$", "$1");
    return near(new Endpoint(bare, Integer.parseInt(first.group(2)))).toString();
  }

  /** The data folder must take it; without the user's copy a command has to name the folder. */
  private void write(String smtp) {
    RunFile file = RunFile.ofThisProcess(data.root(), admin, smtp);
    for (Path target : files) {
      try {
        file.write(target);
      } catch (IOException e) {
        if (target.startsWith(data.root())) {
          throw data.unusable(e);
        }
      }
    }
  }

  private static Endpoint near(Endpoint endpoint) {
    return ANY.contains(endpoint.address()) ? new Endpoint("127.0.0.1", endpoint.port()) : endpoint;
  }

  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The process ends, and with it what the file says.
        continue;
      }
    }
  }
}
