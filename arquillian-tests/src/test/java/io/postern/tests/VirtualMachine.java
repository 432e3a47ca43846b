package io.postern.tests;

import io.postern.fixtures.Ports;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The appliance's image in QEMU: a scratch copy as its disk, ports forwarded to loopback, and what
 * it says on its serial line. The machine reaches this host's loopback as {@link #HOST}.
 */
final class VirtualMachine implements AutoCloseable {

  /** This host, as the machine sees it. */
  static final String HOST = "10.0.2.2";

  /**
   * Emulated in software, a start takes minutes, and ten more when a trial is waited for before.
   */
  private static final Duration START = Duration.ofMinutes(30);

  /**
   * Emulated, the code that the second compiler makes costs far more than it saves: a start takes
   * less than half the time without it. The image itself is what it is.
   */
  private static final String ONE_COMPILER =
      """
      [Service]
      Environment=JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1
      """;

  /**
   * A unit that nothing wants, until a kernel's command line does; see {@link ImageBuild.Fault}.
   */
  static final String HANGING_UNIT = "postern-test-hang.service";

  /** A crashed systemd stays as it is, and lives: nothing is started or answered any more. */
  private static final String HANG =
      """
      [Unit]
      Description=Crash the first process
      DefaultDependencies=no
      Before=postern.service
      [Service]
      Type=oneshot
      ExecStart=/bin/sh -c 'kill -SEGV 1'
      """;

  private static final Pattern TERMINAL_CONTROL = Pattern.compile("\u001b\\[[0-9;?!]*[A-Za-z]");

  private final Path folder;
  private final Path disk;
  private final Firmware firmware;
  private final String configuration;
  private final List<String> console = new ArrayList<>();
  final int smtpPort = Ports.free();
  final int adminPort = Ports.free();
  private final int monitorPort = Ports.free();
  private long switchedOn;
  private @Nullable Process process;

  /**
   * @param image the raw image, which stays as it is
   * @param folder for what the machine keeps
   * @param configuration {@code postern.yaml} of the first start
   */
  VirtualMachine(Path image, Path folder, Firmware firmware, String configuration) {
    this.folder = folder;
    this.firmware = firmware;
    this.configuration = configuration;
    this.disk = folder.resolve(firmware.name().toLowerCase(Locale.ROOT) + ".qcow2");
    try {
      // Larger than the image, so that it has something to grow into.
      long size = Files.size(image) + (4L << 30);
      run(
          "qemu-img",
          "create",
          "-q",
          "-f",
          "qcow2",
          "-F",
          "raw",
          "-b",
          image.toAbsolutePath().toString(),
          disk.toString(),
          Long.toString(size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  /** Switches it on; what it says from now on counts. */
  void switchOn() {
    synchronized (console) {
      console.clear();
    }
    String accelerator = accelerator();
    boolean real = accelerator.startsWith("kvm");
    List<String> command = new ArrayList<>(List.of("qemu-system-x86_64"));
    command.addAll(List.of("-accel", accelerator, "-cpu", real ? "host" : "max"));
    command.addAll(List.of("-m", "3072", "-smp", "2", "-display", "none", "-serial", "stdio"));
    command.addAll(List.of("-device", "i6300esb", "-action", "watchdog=reset"));
    command.addAll(List.of("-drive", "if=virtio,format=qcow2,file=" + disk));
    command.add("-nic");
    command.add(
        "user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:%d-:25,hostfwd=tcp:127.0.0.1:%d-:443"
            .formatted(smtpPort, adminPort));
    command.addAll(List.of("-monitor", "tcp:127.0.0.1:" + monitorPort + ",server=on,wait=off"));
    command.addAll(credential("postern.configuration", configuration));
    command.addAll(credential("systemd.extra-unit." + HANGING_UNIT, HANG));
    if (!real) {
      command.addAll(credential("systemd.unit-dropin.postern.service", ONE_COMPILER));
    }
    switchedOn = System.nanoTime();
    try {
      command.addAll(firmware.options(folder));
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      process = started;
      Thread.ofVirtual().start(() -> read(started));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code POSTERN_QEMU_ACCEL} decides; else the processor's own help where it is real. Inside of
   * another virtual machine it may be offered and yet stand still.
   */
  private static String accelerator() {
    String wish = System.getenv("POSTERN_QEMU_ACCEL");
    boolean real = Files.isWritable(Path.of("/dev/kvm")) && processorHasVirtualization();
    return wish != null ? wish : real ? "kvm" : "tcg,thread=multi";
  }

  /** Hands a system credential over, as a virtual machine's host does. */
  private static List<String> credential(String name, String content) {
    String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    return List.of("-smbios", "type=11,value=io.systemd.credential.binary:" + name + "=" + encoded);
  }

  private static boolean processorHasVirtualization() {
    try {
      return Pattern.compile("\\b(vmx|svm)\\b")
          .matcher(Files.readString(Path.of("/proc/cpuinfo")))
          .find();
    } catch (IOException e) {
      return false;
    }
  }

  private void read(Process from) {
    try (BufferedReader lines = from.inputReader(StandardCharsets.ISO_8859_1)) {
      String line;
      while ((line = lines.readLine()) != null) {
        String plain = TERMINAL_CONTROL.matcher(line).replaceAll("").strip();
        if (!plain.isEmpty()) {
          System.out.println("[" + firmware + "] " + plain);
          synchronized (console) {
            console.add(plain);
          }
        }
      }
    } catch (IOException e) {
      // The machine was switched off.
    }
  }

  /** How many lines the console has said, to wait for what comes behind them. */
  int said() {
    synchronized (console) {
      return console.size();
    }
  }

  /** Waits for a line behind the first {@code after}, and returns what matched. */
  Matcher await(Pattern wanted, int after) {
    Matcher[] found = new Matcher[1];
    Awaitility.await(wanted.pattern())
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (process == null || !process.isAlive()) {
                throw new IllegalStateException("the machine is off");
              }
              found[0] = behind(wanted, after);
              return found[0] != null;
            });
    return found[0];
  }

  private @Nullable Matcher behind(Pattern wanted, int after) {
    synchronized (console) {
      for (int i = after; i < console.size(); i++) {
        Matcher matcher = wanted.matcher(console.get(i));
        if (matcher.find()) {
          return matcher;
        }
      }
      return null;
    }
  }

  /** Types on the serial line. */
  void type(String keys) throws IOException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the machine is off");
    }
    running.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
    running.getOutputStream().flush();
  }

  /** Since {@link #switchOn}. */
  Duration running() {
    return Duration.ofNanos(System.nanoTime() - switchedOn);
  }

  /** Keeps what the screen shows as soon as it shows anything, for people. */
  void keepScreen(String name) throws IOException {
    Path picture = Path.of(System.getProperty("postern.screenshots"), name + ".png");
    Files.createDirectories(picture.getParent());
    Awaitility.await("something on the screen, in " + picture)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Files.deleteIfExists(picture);
              return showsAnything(takePicture(picture));
            });
  }

  private BufferedImage takePicture(Path picture) throws IOException {
    try (Socket monitor = new Socket(InetAddress.getLoopbackAddress(), monitorPort)) {
      monitor
          .getOutputStream()
          .write("screendump %s -f png\n".formatted(picture).getBytes(StandardCharsets.UTF_8));
      return Awaitility.await("the screen in " + picture)
          .until(() -> read(picture), Objects::nonNull);
    }
  }

  /** A picture, or null while it is not there or not whole. */
  private static @Nullable BufferedImage read(Path picture) {
    try {
      return ImageIO.read(picture.toFile());
    } catch (IOException e) {
      return null;
    }
  }

  /** Between being cleared and being drawn a screen has nothing but a cursor. */
  private static boolean showsAnything(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> pixel != pixels[0]).count() > 1000;
  }

  InetSocketAddress smtp() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), smtpPort);
  }

  /** Cuts the power. */
  void cutPower() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        if (!running.waitFor(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("QEMU did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    cutPower();
  }
}
