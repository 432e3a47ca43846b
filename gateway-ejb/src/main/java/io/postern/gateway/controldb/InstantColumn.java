package io.postern.gateway.controldb;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Persistence 3.1 does not know {@link Instant}. The columns are timestamps with zone,
 * which the drivers return as what they like: PostgreSQL's as a Timestamp, H2's as an
 * OffsetDateTime.
 */
@Converter(autoApply = true)
public class InstantColumn implements AttributeConverter<@Nullable Instant, @Nullable Object> {

  /** For the persistence provider. */
  public InstantColumn() {}

  @Override
  public @Nullable Object convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Timestamp timestamp -> timestamp.toInstant();
      case OffsetDateTime time -> time.toInstant();
      default -> throw new IllegalStateException("not a point in time: " + value.getClass());
    };
  }
}
