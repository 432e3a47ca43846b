package io.postern.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.inject.spi.BeanManager;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an extension can do with the classes that it finds on the server's class path. */
class DeployedArchivesTest {

  private static final List<Class<?>> CLASSES =
      List.of(
          CalloutDiscovery.class,
          DeployedArchive.class,
          DeployedArchives.class,
          ExtensionLogger.class,
          LogReceiver.class,
          Registry.class);

  private final DeployedArchive other = archive("other--r1");
  private DeployedArchives taken;

  private static DeployedArchive archive(String application) {
    BeanManager beans =
        (BeanManager)
            Proxy.newProxyInstance(
                BeanManager.class.getClassLoader(),
                new Class<?>[] {BeanManager.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "equals" -> proxy == arguments[0];
                      case "hashCode" -> System.identityHashCode(proxy);
                      case "toString" -> "beans of " + application;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return new DeployedArchive(application, beans, DeployedArchivesTest.class.getClassLoader());
  }

  @BeforeEach
  void deploy() {
    taken = DeployedArchives.take();
    DeployedArchives.add(other);
  }

  @AfterEach
  void undeploy() {
    DeployedArchives.remove(other);
    taken.close();
  }

  @Test
  void itIsHandedOutOnce() {
    assertThrows(IllegalStateException.class, DeployedArchives::take);
    assertEquals(List.of(other), taken.now());
  }

  @Test
  void givenBackItCanBeTakenAgain_andTheOldHandleIsOfNoUse() {
    taken.close();
    DeployedArchives before = taken;
    taken = DeployedArchives.take();
    assertEquals(List.of(other), taken.now());
    assertThrows(IllegalStateException.class, before::now);
    assertThrows(IllegalStateException.class, () -> before.watch(archives -> {}));
    assertThrows(IllegalStateException.class, () -> before.logTo((a, t, l, x, e) -> {}));
    before.close();
    assertEquals(List.of(other), taken.now());
  }

  @Test
  void aWatcherSeesWhatComesAndGoes() {
    List<List<DeployedArchive>> seen = new ArrayList<>();
    Runnable end = taken.watch(seen::add);
    DeployedArchive one = archive("one");
    DeployedArchives.add(one);
    DeployedArchives.remove(one);
    end.run();
    DeployedArchives.add(one);
    DeployedArchives.remove(one);
    assertEquals(List.of(List.of(other), List.of(other, one), List.of(other)), seen);
  }

  @Test
  void noStaticFieldLeadsToAnotherApplication() throws IllegalAccessException {
    List<Object> roots = new ArrayList<>();
    for (Class<?> type : CLASSES) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          roots.add(field.get(null));
        }
      }
    }
    assertTrue(roots.size() >= 4, "static fields: " + roots);
    assertEquals(List.of(), archivesReachedFrom(roots));
    assertEquals(List.of(other), archivesReachedFrom(List.of(taken)), "the search finds nothing");
  }

  @Test
  void noMethodHandsOutAnotherApplication() throws IllegalAccessException {
    List<Object> answers = new ArrayList<>();
    for (Class<?> type : CLASSES) {
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          try {
            answers.add(method.invoke(null));
          } catch (InvocationTargetException e) {
            assertInstanceOf(IllegalStateException.class, e.getCause(), method.toString());
          }
        }
      }
    }
    assertEquals(List.of(), archivesReachedFrom(answers));
    assertEquals(List.of(), new Registry().take().now());
  }

  @Test
  void aCopyOfTheClassesHasAListOfItsOwn() throws ReflectiveOperationException {
    Class<?> copy = new Copies().loadClass(DeployedArchives.class.getName());
    assertTrue(copy != DeployedArchives.class);
    Object handle = copy.getMethod("take").invoke(null);
    assertEquals(List.of(), copy.getMethod("now").invoke(handle));
  }

  /** Follows every field that can be opened. */
  private static List<DeployedArchive> archivesReachedFrom(List<Object> roots)
      throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> next = new ArrayDeque<>();
    roots.forEach(root -> add(root, next));
    List<DeployedArchive> found = new ArrayList<>();
    while (!next.isEmpty()) {
      Object each = next.pop();
      if (!seen.add(each)) {
        continue;
      }
      if (each instanceof DeployedArchive archive) {
        found.add(archive);
        continue;
      }
      // A list's own fields are closed to reflection, its elements are not.
      if (each instanceof Iterable<?> elements) {
        elements.forEach(element -> add(element, next));
      }
      if (each instanceof Object[]) {
        for (int i = 0; i < Array.getLength(each); i++) {
          add(Array.get(each, i), next);
        }
      }
      for (Class<?> type = each.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!field.getType().isPrimitive() && opened(field)) {
            add(field.get(Modifier.isStatic(field.getModifiers()) ? null : each), next);
          }
        }
      }
    }
    return found;
  }

  private static void add(@Nullable Object each, Deque<Object> to) {
    if (each != null && !(each instanceof Class<?>)) {
      to.push(each);
    }
  }

  private static boolean opened(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException e) {
      return false;
    }
  }

  /** Loads these classes again from their files, as those in an archive's own jar would be. */
  private static final class Copies extends ClassLoader {

    Copies() {
      super(DeployedArchives.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.postern.runtime.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? copy(name) : loaded;
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] octets = in.readAllBytes();
        return defineClass(name, octets, 0, octets.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
