package io.postern.gateway.operation;

import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.ExtensionPolicy;
import io.postern.gateway.callout.cdi.ArchiveRefused;
import io.postern.gateway.callout.cdi.ExtensionNotDeployed;
import io.postern.gateway.callout.cdi.ExtensionStatus;
import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.callout.cdi.NoSuchExtension;
import io.postern.gateway.callout.worker.LostThread;
import io.postern.gateway.settings.Settings.OnUnparsable;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The deployed extensions of the open gateway, and what they cost. */
@Dependent
class LiveExtensions implements ExtensionControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveExtensions(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public ExtensionView one(String name) {
    return all().stream()
        .filter(extension -> extension.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchExtension("There is no extension of that name"));
  }

  @Override
  public ExtensionView deploy(String name, String fileName, InputStream archive, String actor) {
    OpenGateway gateway = access.gateway();
    try {
      ExtensionStatus deployed = gateway.extensions().deploy(name, fileName, archive, actor);
      acts.record(
          gateway,
          actor,
          "extension deployed",
          Map.of(
              "extension", deployed.name(),
              "revision", String.valueOf(deployed.revision()),
              "sha256", deployed.sha256()));
      return view(gateway, deployed);
    } catch (ArchiveRefused | ExtensionNotDeployed e) {
      acts.record(
          gateway,
          actor,
          "extension refused",
          Map.of("extension", name, "reason", String.valueOf(e.getMessage())));
      throw e;
    }
  }

  @Override
  public void undeploy(String name, String actor) {
    OpenGateway gateway = access.gateway();
    gateway.extensions().undeploy(name, actor);
    acts.record(gateway, actor, "extension undeployed", Map.of("extension", name));
  }

  @Override
  public List<ExtensionView> all() {
    OpenGateway gateway = access.gateway();
    return gateway.extensions().list().stream()
        .filter(extension -> extension.state() != State.UNDEPLOYED)
        .map(extension -> view(gateway, extension))
        .sorted(Comparator.comparingInt(ExtensionView::order).thenComparing(ExtensionView::name))
        .toList();
  }

  private static ExtensionView view(OpenGateway gateway, ExtensionStatus extension) {
    ExtensionPolicy policy =
        Optional.ofNullable(gateway.settings().now().extensions().get(extension.name()))
            .map(ExtensionPolicy::of)
            .orElse(ExtensionPolicy.DEFAULT);
    return new ExtensionView(
        extension.name(),
        extension.revision(),
        extension.fileName(),
        extension.deployedAt().orElse(Instant.EPOCH),
        extension.deployedBy(),
        extension.lastError(),
        policy.order(),
        policy.onFailure(),
        OnUnparsable.STAGES.stream()
            .collect(Collectors.toMap(stage -> stage, stage -> policy.onUnparsable().at(stage))),
        gateway.callouts().activity().stream()
            .filter(activity -> activity.inForce() && activity.extension().equals(extension.name()))
            .map(ExtensionActivity::callout)
            .toList(),
        gateway.logging().progress(extension.name()));
  }

  @Override
  public List<LostThread> lostThreads() {
    OpenGateway gateway = access.gateway();
    return Stream.concat(
            gateway.callouts().lostThreads().stream(), gateway.logging().lostThreads().stream())
        .sorted(Comparator.comparing(LostThread::since))
        .toList();
  }
}
