package io.postern.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code postern update pack}: makes an update archive of what an image build left. */
final class PackCommand {

  private final Path build;
  private final String product;
  private final Consumer<String> out;
  private final Map<String, String> environment;

  /**
   * @param build the folder with {@code image}, where the archive goes too
   * @param product the version when none is given
   */
  PackCommand(Path build, String product, Consumer<String> out, Map<String, String> environment) {
    this.build = build;
    this.product = product;
    this.out = out;
    this.environment = environment;
  }

  /**
   * What is asked for; what is empty has a default.
   *
   * @param image folder of the image build's files
   * @param output folder for the archive
   * @param version of the update
   * @param architecture that it runs on
   * @param key private key that signs it
   */
  record PackOptions(
      Optional<Path> image,
      Optional<Path> output,
      Optional<String> version,
      Optional<String> architecture,
      Optional<Path> key) {}

  void run(PackOptions options) throws IOException {
    Path image = options.image().orElse(build.resolve("image"));
    Path output = options.output().orElse(build);
    Version version = version(options.version().orElse(product));
    Path key =
        options.key().isPresent()
            ? options.key().get()
            : KeyPairFolder.provide(build.resolve(KeyPairFolder.NAME)).privateKey();
    for (Part part : Part.values()) {
      if (!Files.isRegularFile(image.resolve(part.fileName()))) {
        throw UpdateFailed.because(
            "%s lacks %s; build the image first, or name its folder with --image"
                .formatted(image, part.fileName()));
      }
    }
    Path archive = output.resolve("postern_" + version + ".update");
    new Packer(image, version, options.architecture().orElse("x86-64"), rootHash(image))
        .pack(archive, key, created(image));
    out.accept(archive.toString());
  }

  private static Version version(String text) {
    try {
      return new Version(text);
    } catch (IllegalArgumentException e) {
      throw UpdateFailed.usageError(String.valueOf(e.getMessage()));
    }
  }

  private static RootHash rootHash(Path image) throws IOException {
    Path file = image.resolve(Part.CMDLINE.fileName());
    return RootHash.in(Files.readString(file, StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> UpdateFailed.because(file + " has no roothash= with 64 hex digits"));
  }

  /** The same files give the same octets, also where no date is set for the build. */
  private Instant created(Path image) throws IOException {
    Optional<String> epoch = Optional.ofNullable(environment.get("SOURCE_DATE_EPOCH"));
    if (epoch.isPresent()) {
      if (!epoch.get().matches("[0-9]{1,11}")) {
        throw UpdateFailed.usageError("SOURCE_DATE_EPOCH is not a number of seconds");
      }
      return Instant.ofEpochSecond(Long.parseLong(epoch.get()));
    }
    return Instant.ofEpochSecond(
        Files.getLastModifiedTime(image.resolve(Part.ROOT.fileName()))
            .toInstant()
            .getEpochSecond());
  }
}
