package io.postern.client;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a running gateway leaves for the commands of this machine: in its data folder as {@code
 * running}, and in a folder of its user as {@code PID.gateway}. A file outlives a gateway that was
 * killed; whether the process still runs is seen by its number and start time.
 *
 * @param data the gateway's data folder, absolute
 * @param pid of the gateway
 * @param started when that process started
 * @param admin URL of the administration, without a slash at its end
 * @param smtp HOST:PORT of the first SMTP listener; empty while the gateway is starting
 */
public record RunFile(Path data, long pid, Instant started, String admin, String smtp) {

  /** Its name in the data folder. */
  public static final String IN_DATA = "running";

  private static final String SUFFIX = ".gateway";

  /** Start times come from the kernel's clock ticks and differ a little from reader to reader. */
  private static final Duration TICKS = Duration.ofSeconds(5);

  /** For this process. */
  public static RunFile ofThisProcess(Path data, String admin, String smtp) {
    ProcessHandle self = ProcessHandle.current();
    return new RunFile(
        data, self.pid(), self.info().startInstant().orElse(Instant.EPOCH), admin, smtp);
  }

  /** The file in the data folder. */
  public static Path in(Path data) {
    return data.resolve(IN_DATA);
  }

  /** The file in a folder of the user. */
  public static Path in(Path folder, long pid) {
    return folder.resolve(pid + SUFFIX);
  }

  /**
   * The folders of this user in which gateways leave their files, the best first: {@code
   * $XDG_RUNTIME_DIR/postern}, {@code $XDG_STATE_HOME/postern}, {@code ~/.local/state/postern}.
   * They need not exist.
   */
  public static List<Path> folders(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    folder(environment.get("XDG_RUNTIME_DIR"), "postern").ifPresent(folders::add);
    folder(environment.get("XDG_STATE_HOME"), "postern").ifPresent(folders::add);
    folder(environment.get("HOME"), ".local/state/postern").ifPresent(folders::add);
    return folders;
  }

  private static Optional<Path> folder(
      @org.jspecify.annotations.Nullable String base, String below) {
    if (base == null || base.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(base)).filter(Path::isAbsolute).map(path -> path.resolve(below));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The gateways of this user that run, each once, in no certain order. */
  public static List<RunFile> running(Map<String, String> environment) {
    return folders(environment).stream()
        .flatMap(folder -> files(folder).stream())
        .flatMap(file -> read(file).stream())
        .filter(RunFile::isAlive)
        .distinct()
        .toList();
  }

  /** The files of a folder, whether their gateways run or not. */
  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      return List.of(); // it is not there, or not ours to read
    }
  }

  /** Empty when there is no such file, or none that can be read. */
  public static Optional<RunFile> read(Path file) {
    Properties members = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      members.load(reader);
      return Optional.of(
          new RunFile(
              Path.of(members.getProperty("data", "")),
              Long.parseLong(members.getProperty("pid", "")),
              Instant.parse(members.getProperty("started", "")),
              members.getProperty("admin", ""),
              members.getProperty("smtp", "")));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Readable by its owner alone, and never half written. */
  public void write(Path file) throws IOException {
    Properties members = new Properties();
    members.setProperty("data", data.toString());
    members.setProperty("pid", String.valueOf(pid));
    members.setProperty("started", started.toString());
    members.setProperty("admin", admin);
    members.setProperty("smtp", smtp);
    StringWriter text = new StringWriter();
    members.store(text, "A running gateway, for the postern command");
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, permissions(file, "rw-------"));
    Files.writeString(fresh, text.toString());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Access rights for a new file, where the file system has such. */
  public static FileAttribute<?>[] permissions(Path file, String rights) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether the process that wrote it runs. */
  public boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .filter(start -> Duration.between(start, started).abs().compareTo(TICKS) <= 0)
        .isPresent();
  }
}
