package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipFile;

/** A server and its callouts that remember what was asked of them, and fail when told to. */
final class FakeServer implements ServerDeployer, ActiveRevisions {

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, String> active = new ConcurrentSkipListMap<>();
  final Map<String, Set<String>> missing = new ConcurrentSkipListMap<>();
  private final Set<String> applications = new ConcurrentSkipListSet<>(Set.of("postern"));
  private final Map<String, CompletableFuture<Void>> draining = new ConcurrentHashMap<>();
  private final Set<String> failing = new HashSet<>();
  private volatile boolean inUse;

  /** The call whose name and application these are fails from now on. */
  void fail(String call) {
    failing.add(call);
  }

  /** From now on transactions hold on to what is active. */
  void inUse() {
    inUse = true;
  }

  /** The transactions that hold the application end. */
  void end(String application) {
    drained(application).complete(null);
  }

  void has(String application) {
    applications.add(application);
  }

  private void record(String call) {
    calls.add(call);
    if (failing.contains(call)) {
      throw new IllegalStateException("told to fail\r\nat " + call);
    }
  }

  @Override
  public void deploy(String application, Path archive, String contextRoot) {
    if (!contextRoot.equals("/extensions/" + application) || !isWar(archive)) {
      throw new AssertionError(application + " at " + contextRoot + " from " + archive);
    }
    // As Payara does when loading fails: the application may be there all the same.
    applications.add(application);
    record("deploy " + application);
  }

  private static boolean isWar(Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return Files.size(archive) > 0
          && zip.stream().anyMatch(e -> e.getName().startsWith("WEB-INF/"));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void undeploy(String application) {
    record("undeploy " + application);
    if (!applications.remove(application)) {
      throw new IllegalStateException(application + " is not deployed");
    }
  }

  @Override
  public Set<String> applications() {
    return Set.copyOf(applications);
  }

  @Override
  public void activate(String extension, String application) {
    record("activate " + application);
    active.put(extension, application);
  }

  @Override
  public void deactivate(String extension) {
    record("deactivate " + extension);
    active.remove(extension);
  }

  @Override
  public void missing(Map<String, Set<String>> events) {
    missing.clear();
    missing.putAll(events);
  }

  @Override
  public CompletableFuture<Void> drained(String application) {
    return draining.computeIfAbsent(
        application,
        name -> inUse ? new CompletableFuture<>() : CompletableFuture.completedFuture(null));
  }
}
