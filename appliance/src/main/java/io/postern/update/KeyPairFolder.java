package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * A key pair for updates that are used only where they are made. A release is signed by a key that
 * lies elsewhere.
 *
 * @param privateKey PKCS#8 in PEM, for its owner alone
 * @param publicKey X.509 SubjectPublicKeyInfo in PEM, for the image
 */
record KeyPairFolder(Path privateKey, Path publicKey) {

  static final String NAME = "update-key";

  /** Makes the pair when the folder has none. */
  static KeyPairFolder provide(Path folder) throws IOException {
    KeyPairFolder pair =
        new KeyPairFolder(folder.resolve("private.pem"), folder.resolve("development.pem"));
    if (Files.exists(pair.privateKey()) && Files.exists(pair.publicKey())) {
      return pair;
    }
    Files.createDirectories(folder);
    KeyPair keys;
    try {
      keys = KeyPairGenerator.getInstance(UpdateKeys.ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Files.deleteIfExists(pair.privateKey());
    Files.createFile(
        pair.privateKey(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        pair.privateKey(),
        Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded()).getBytes(US_ASCII));
    Files.write(
        pair.publicKey(), Pem.text("PUBLIC KEY", keys.getPublic().getEncoded()).getBytes(US_ASCII));
    return pair;
  }

  /** Signs with the key of a file. */
  static byte[] sign(Path privateKey, byte[] octets) throws IOException {
    try {
      PrivateKey key =
          KeyFactory.getInstance(UpdateKeys.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(privateKey, "PRIVATE KEY")));
      Signature signer = Signature.getInstance(UpdateKeys.ALGORITHM);
      signer.initSign(key);
      signer.update(octets);
      return signer.sign();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw UpdateFailed.because(
          privateKey + " is not an Ed25519 private key in PEM, PKCS#8 (" + Shown.of(e) + ")");
    }
  }
}
