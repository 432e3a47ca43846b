package io.postern.gateway.callout.message;

import io.postern.mail.HeaderField;
import io.postern.mail.MutableHeaderSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A header section as one callout sees it. */
final class HeaderDraft implements MutableHeaderSection {

  private final Lease lease;
  private final HeaderOctets before;
  private final BooleanSupplier changeable;
  private HeaderOctets now;

  /**
   * @param changeable whether what it heads is still part of the message
   */
  HeaderDraft(Lease lease, HeaderOctets before, BooleanSupplier changeable) {
    this.lease = lease;
    this.before = before;
    this.changeable = changeable;
    this.now = before;
  }

  boolean isChanged() {
    return now != before;
  }

  HeaderOctets octets() {
    return now;
  }

  @Override
  public Optional<HeaderField> first(String name) {
    lease.check();
    for (FieldOctets field : now.fields()) {
      if (field.named(name)) {
        return Optional.of(field.field());
      }
    }
    return Optional.empty();
  }

  @Override
  public List<HeaderField> all(String name) {
    lease.check();
    List<HeaderField> all = new ArrayList<>();
    for (FieldOctets field : now.fields()) {
      if (field.named(name)) {
        all.add(field.field());
      }
    }
    return List.copyOf(all);
  }

  @Override
  public List<HeaderField> fields() {
    lease.check();
    List<HeaderField> all = new ArrayList<>(now.count());
    for (FieldOctets field : now.fields()) {
      if (field.isField()) {
        all.add(field.field());
      }
    }
    return List.copyOf(all);
  }

  @Override
  public void add(String name, String value) {
    checkChangeable();
    now = now.withLast(NewField.of(name, value));
  }

  @Override
  public void addFirst(String name, String value) {
    checkChangeable();
    now = now.withFirst(NewField.of(name, value));
  }

  @Override
  public void add(HeaderField field) {
    checkChangeable();
    now = now.withLast(NewField.raw(field));
  }

  @Override
  public void addFirst(HeaderField field) {
    checkChangeable();
    now = now.withFirst(NewField.raw(field));
  }

  /** Takes this section in the place of the one it is. */
  void put(HeaderOctets other) {
    now = other;
  }

  @Override
  public void replace(String name, String value) {
    checkChangeable();
    now = now.replaced(name, NewField.of(name, value));
  }

  @Override
  public int remove(String name) {
    checkChangeable();
    int count = now.count();
    now = now.without(name);
    return count - now.count();
  }

  private void checkChangeable() {
    lease.check();
    if (!changeable.getAsBoolean()) {
      throw new IllegalStateException("the part's message has got another body");
    }
  }
}
