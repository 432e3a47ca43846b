package io.postern.extensions.disclaimer;

import io.postern.mail.MutableHeaderSection;
import io.postern.mail.MutableMimePart;
import io.postern.mail.NewPart;
import io.postern.mail.TextAddition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A MIME part in memory. */
final class Part implements MutableMimePart {

  private final String contentType;
  private final boolean attachment;
  private final List<MutableMimePart> parts;
  private String text;
  private int added;

  private Part(String contentType, boolean attachment, String text, List<MutableMimePart> parts) {
    this.contentType = contentType;
    this.attachment = attachment;
    this.text = text;
    this.parts = parts;
  }

  static Part leaf(String contentType, String text) {
    return new Part(contentType, false, text, List.of());
  }

  static Part attached(String contentType, String text) {
    return new Part(contentType, true, text, List.of());
  }

  static Part multipart(String subtype, MutableMimePart... parts) {
    return new Part("multipart/" + subtype, false, "", List.of(parts));
  }

  /** How often text was added. */
  int added() {
    return added;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public Optional<String> fileName() {
    return Optional.empty();
  }

  @Override
  public boolean isAttachment() {
    return attachment;
  }

  @Override
  public MutableHeaderSection header() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MutableMimePart> parts() {
    return parts;
  }

  @Override
  public MutableMimePart addPart(int index, NewPart part) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove() {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String text() {
    if (!contentType.startsWith("text/")) {
      throw new IllegalStateException("not a text leaf");
    }
    return text;
  }

  @Override
  public boolean isTextExact() {
    return true;
  }

  @Override
  public TextAddition appendText(String end) {
    text = text.isEmpty() || text.endsWith("\n") ? text + end : text + "\r\n" + end;
    added++;
    return TextAddition.ADDED;
  }

  @Override
  public TextAddition prependText(String begin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceText(String replacement) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceBody(byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceBody(InputStream bytes) {
    throw new UnsupportedOperationException();
  }
}
