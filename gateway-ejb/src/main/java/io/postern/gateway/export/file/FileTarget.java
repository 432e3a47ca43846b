package io.postern.gateway.export.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.file.RotatedFiles.Written;
import io.postern.gateway.export.format.EventFormat;
import io.postern.gateway.export.format.FormattedLine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;

/** One stream into files. */
final class FileTarget implements ExportTarget {

  private static final Logger LOG = System.getLogger(FileTarget.class.getPackageName());

  private final RotatedFiles files;
  private final EventFormat format;
  private final String gateway;
  private final boolean keepsPosition;

  /**
   * @param files closed with this
   */
  FileTarget(RotatedFiles files, EventFormat format, String gateway, boolean keepsPosition) {
    this.files = files;
    this.format = format;
    this.gateway = gateway;
    this.keepsPosition = keepsPosition;
  }

  @Override
  public OptionalLong position() {
    return keepsPosition ? files.position() : OptionalLong.empty();
  }

  @Override
  public void write(List<ExportEvent> events, long position) throws TargetUnavailable {
    try {
      files.append(events.stream().map(this::written).toList(), position);
    } catch (IOException e) {
      throw new TargetUnavailable("cannot write (%s)".formatted(e), e);
    }
  }

  private Written written(ExportEvent event) {
    StringBuilder text = new StringBuilder();
    for (FormattedLine line : format.lines(event)) {
      text.append(line.inFile(event.at(), gateway)).append(format.lineEnd());
    }
    return new Written(
        event.sequence(),
        LocalDate.ofInstant(event.at(), ZoneOffset.UTC),
        text.toString().getBytes(UTF_8));
  }

  @Override
  public boolean accepts(ExportEvent event) {
    return true;
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "export: a file could not be closed", e);
    }
  }
}
