package io.postern.baseline;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.DebugElementsOption;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Class files reduced to what others compile and link against: no code, nothing private. */
final class ApiJar {

  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final ClassFile CLASS_FILES =
      ClassFile.of(DebugElementsOption.DROP_DEBUG, ConstantPoolSharingOption.NEW_POOL);

  private static final ClassTransform REDUCED =
      ClassTransform.dropping(
              element ->
                  (element instanceof MethodModel method && method.flags().has(AccessFlag.PRIVATE))
                      || (element instanceof FieldModel field
                          && field.flags().has(AccessFlag.PRIVATE)))
          .andThen(
              ClassTransform.transformingMethods(
                  (builder, element) -> {
                    if (!(element instanceof CodeModel)) {
                      builder.with(element);
                    }
                  }));

  private ApiJar() {}

  /**
   * Writes the classes below a folder; the same classes give the same octets.
   *
   * @return how many classes
   */
  static int write(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files =
          all.filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.endsWith("package-info.class"))
              .sorted()
              .toList();
    }
    try (OutputStream to = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(to)) {
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(classes.relativize(file).toString());
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
        zip.write(CLASS_FILES.transformClass(CLASS_FILES.parse(file), REDUCED));
        zip.closeEntry();
      }
    }
    return files.size();
  }
}
