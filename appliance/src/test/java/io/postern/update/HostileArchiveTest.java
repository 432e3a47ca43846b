package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.update.Archives.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are not as an update should be: each is refused, and says why. */
final class HostileArchiveTest {

  @TempDir Path folder;
  private FakeMachine machine;
  private Archives archives;
  private List<Entry> entries;

  @BeforeEach
  void prepare() {
    machine = new FakeMachine(folder.resolve("machine"));
    archives = new Archives(folder);
    entries = Archives.list(Archives.entries(archives.good("1.1")));
  }

  private void assertRefused(String reason) {
    assertRefused(reason, archives.write(entries));
  }

  private void assertRefused(String reason, Path archive) {
    Application application =
        new Application(
            machine, new Slots(machine), UpdateKeys.in(archives.keys()), new Version("1.0"));
    UpdateFailed failed =
        assertThrows(
            UpdateFailed.class,
            () ->
                application.apply(
                    archive,
                    new Application.AllowedVersions(false, false),
                    line -> {},
                    new NoWatch()));
    assertTrue(failed.line().contains(reason), failed.line());
    assertEquals(BootState.settled(Slot.A), machine.state());
    assertEquals(Slot.A, machine.boot());
  }

  private void put(String name, byte[] octets) {
    entries.replaceAll(e -> e.name().equals(name) ? new Entry(name, octets) : e);
  }

  private byte[] octets(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow().octets();
  }

  private int index(String name) {
    return entries.stream().map(Entry::name).toList().indexOf(name);
  }

  @Test
  void compressedEntries_areTaken() throws IOException {
    new Application(machine, new Slots(machine), UpdateKeys.in(archives.keys()), new Version("1.0"))
        .apply(
            archives.write(entries),
            new Application.AllowedVersions(false, false),
            l -> {},
            new NoWatch());
    assertEquals(Slot.B, machine.boot());
  }

  @Test
  void anotherOrder() {
    entries.set(index("linux"), entries.set(index("initrd"), entries.get(index("linux"))));
    assertRefused(
        "the entry initrd comes where linux belongs: one is missing, or the order is wrong");
  }

  @Test
  void aMissingEntry() {
    entries.remove(index("verity"));
    assertRefused("has 6 entries where an update has 7");
  }

  @Test
  void anExtraEntry() {
    entries.add(new Entry("surplus", new byte[1]));
    assertRefused("has 8 entries where an update has 7");
  }

  @Test
  void anExtraEntryInPlaceOfAnother() {
    entries.set(index("verity"), new Entry("surplus", new byte[1]));
    assertRefused("the entry 'surplus' does not belong into an update");
  }

  @Test
  void anEntryTwice() {
    entries.set(index("initrd"), entries.get(index("linux")));
    assertRefused("the entry linux is there twice");
  }

  @Test
  void anEntryAfterTheEnd_thatTheDirectoryHides() throws IOException {
    entries.add(new Entry("surplus", new byte[1]));
    Path archive = archives.write(entries);
    byte[] octets = Files.readAllBytes(archive);
    octets[octets.length - 12] = 7;
    Files.write(archive, octets);
    assertRefused("the entry 'surplus' follows after the last one", archive);
  }

  @Test
  void aPathForAName() {
    entries.set(index("root"), new Entry("../root", octets("root")));
    assertRefused("the entry '../root' is a path");
  }

  @Test
  void changedOctets() {
    byte[] root = octets("root").clone();
    root[1_500_000] ^= 1;
    put("root", root);
    assertRefused("root was changed: its hash is not the one that is signed");
  }

  @Test
  void fewerOctetsThanSigned() {
    put("root", Arrays.copyOf(octets("root"), 2_000_000));
    assertRefused("root has 2000000 octets of the 3000000 that are signed");
  }

  @Test
  void moreOctetsThanSigned_endTheWriting() throws IOException {
    put("root", new byte[50_000_000]);
    assertRefused("root is larger than the 3000000 octets that are signed");
    assertTrue(Files.size(machine.folder.resolve("postern-b")) <= 3_000_000);
  }

  @Test
  void aManifestWithoutEnd() {
    put("manifest", new byte[1_000_000]);
    assertRefused("manifest in " + folder.resolve("made.update") + " has more than 16384 octets");
  }

  @Test
  void aChangedManifest() {
    put(
        "manifest",
        new String(octets("manifest"), US_ASCII)
            .replace("version=1.1", "version=9.9")
            .getBytes(US_ASCII));
    assertRefused("signature is of none");
  }

  @Test
  void aSignatureOfAnotherLength() {
    put("manifest.sig", new byte[10]);
    assertRefused("signature is of none");
  }

  @Test
  void aFileThatIsCutOff() throws IOException {
    Path archive = archives.write(entries);
    byte[] octets = Files.readAllBytes(archive);
    for (int length : new int[] {0, 10, 1000, octets.length / 2, octets.length - 1}) {
      Files.write(archive, Arrays.copyOf(octets, length));
      assertRefused("is cut off or is not an update", archive);
    }
  }

  @Test
  void aFileWithAHole() throws IOException {
    Path archive = archives.good("1.1");
    byte[] octets = Files.readAllBytes(archive);
    byte[] end = Arrays.copyOfRange(octets, octets.length - 22, octets.length);
    byte[] holed = Arrays.copyOf(octets, 1_000_022);
    System.arraycopy(end, 0, holed, 1_000_000, 22);
    Files.write(archive, holed);
    assertRefused("the archive is damaged or cut off within root", archive);
  }

  @Test
  void moreThanThePartitionHolds() throws IOException {
    Path image = archives.image(Archives.NEW);
    Files.write(image.resolve("root"), new byte[(int) FakeMachine.ROOM + 1]);
    Path archive = folder.resolve("large.update");
    new Packer(image, new Version("1.1"), "x86-64", Archives.NEW)
        .pack(archive, archives.privateKey(), java.time.Instant.EPOCH);
    assertRefused("root needs 4000001 octets, the partition postern-b has 4000000", archive);
  }

  @Test
  void aCommandLineOfAnotherSystem() throws IOException {
    Path image = archives.image(new RootHash("a".repeat(64)));
    Path archive = folder.resolve("mixed.update");
    new Packer(image, new Version("1.1"), "x86-64", Archives.NEW)
        .pack(archive, archives.privateKey(), java.time.Instant.EPOCH);
    assertRefused("cmdline.cfg has not the root hash of the manifest", archive);
  }

  /** Nobody looks on. */
  static final class NoWatch implements Application.Watch {

    @Override
    public void checked(Manifest manifest, Slot slot) {}

    @Override
    public void writing(int percent) {}

    @Override
    public void written(Manifest manifest, Slot slot) {}
  }
}
