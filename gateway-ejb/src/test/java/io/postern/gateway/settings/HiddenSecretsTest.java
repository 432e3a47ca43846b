package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HiddenSecretsTest {

  @Test
  void whatLooksLikeASecret_isNotShown_norWhatContinuesIt() {
    assertEquals(
        """
        host: mx.example.com
        smarthost:
          password: (hidden)
          user: gate
        targets:
          - apiToken: (hidden)
            url: jdbc:x
          "client-secret": (hidden)
            (hidden)
          port: 25
        secrets:""",
        HiddenSecrets.in(
            """
            host: mx.example.com
            smarthost:
              password: 'hunter2'
              user: gate
            targets:
              - apiToken: abc
                url: jdbc:x
              "client-secret": |
                line of it
              port: 25
            secrets:
            """));
  }
}
