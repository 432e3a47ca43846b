package io.postern.mail;

import java.util.List;
import java.util.Optional;

/**
 * The header section of a message or part, top to bottom, for reading (RFC 5322 section 3.6). Names
 * are compared without case. Where a stage may change it, it is a {@link MutableHeaderSection}.
 */
public interface HeaderSection {

  /** The topmost field of that name. */
  Optional<HeaderField> first(String name);

  /** All fields of that name, top to bottom. */
  List<HeaderField> all(String name);

  /** All fields, top to bottom. */
  List<HeaderField> fields();
}
