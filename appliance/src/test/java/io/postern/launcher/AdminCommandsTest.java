package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fish.payara.micro.ClusterCommandResult;
import org.junit.jupiter.api.Test;

class AdminCommandsTest {

  @Test
  void separatorsInValuesAreEscaped() {
    assertEquals(
        "URL=jdbc\\:h2\\:file\\:/a;X\\=1:user=postern",
        AdminCommands.properties("URL", "jdbc:h2:file:/a;X=1", "password", "", "user", "postern"));
  }

  @Test
  void aFailureIsNotTakenForASuccess() {
    AdminCommands commands =
        new AdminCommands((command, arguments) -> new Failed("no such pool\n  here"));

    NotStarted refused =
        assertThrows(NotStarted.class, () -> commands.run("create-jdbc-resource", "jdbc/x"));

    assertEquals(
        "cannot configure the server: create-jdbc-resource answered no such pool here",
        refused.line());
  }

  private record Failed(String output) implements ClusterCommandResult {

    @Override
    public ExitStatus getExitStatus() {
      return ExitStatus.FAILURE;
    }

    @Override
    public Throwable getFailureCause() {
      return new IllegalStateException(output);
    }

    @Override
    public String getOutput() {
      return output;
    }
  }
}
