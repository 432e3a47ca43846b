package io.postern.gateway.export.mapping;

import io.postern.text.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is. Drivers load classes, read and write files and run statements when a
 * parameter of the URL says so; therefore only parameters are taken that are known to be harmless,
 * hosts and names have plain characters, and the driver is given the parts and not the text.
 *
 * @param vendor whose driver and dialect are used
 * @param base for the driver, without parameters
 * @param parameters for the driver, by its names
 */
public record JdbcUrl(Vendor vendor, String base, Map<String, String> parameters) {

  private static final int LONGEST = 2_000;
  private static final String HOST = "[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]";
  private static final String HOSTS =
      "(?:" + HOST + ")(?::[0-9]{1,5})?(?:,(?:" + HOST + ")(?::[0-9]{1,5})?)*";
  private static final String NAME = "[A-Za-z0-9_.$-]+";
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.,:/$@+= -]*");

  private static final Set<String> OF_MARIADB =
      Set.of(
          "allowPublicKeyRetrieval",
          "enabledSslProtocolSuites",
          "serverRsaPublicKeyFile",
          "serverSslCert",
          "sslMode",
          "tcpKeepAlive",
          "useCompression");

  /** The parameters that an administrator may give. */
  private static final Map<Vendor, Set<String>> ALLOWED =
      Map.of(
          Vendor.POSTGRESQL,
          Set.of(
              "ApplicationName",
              "channelBinding",
              "currentSchema",
              "gssEncMode",
              "hostRecheckSeconds",
              "loadBalanceHosts",
              "sslcert",
              "sslkey",
              "sslmode",
              "sslrootcert",
              "targetServerType",
              "tcpKeepAlive"),
          Vendor.MARIADB,
          OF_MARIADB,
          Vendor.MYSQL,
          OF_MARIADB,
          Vendor.SQLSERVER,
          Set.of(
              "applicationIntent",
              "applicationName",
              "database",
              "databaseName",
              "encrypt",
              "failoverPartner",
              "hostNameInCertificate",
              "instanceName",
              "multiSubnetFailover",
              "serverCertificate",
              "trustServerCertificate"),
          Vendor.ORACLE,
          Set.of(),
          Vendor.H2,
          Set.of("DB_CLOSE_DELAY", "IFEXISTS", "LOCK_TIMEOUT", "MODE"));

  /** How URLs of one vendor look. */
  private record Form(Vendor vendor, Pattern url, String divider) {}

  private static final List<Form> FORMS =
      List.of(
          form(Vendor.POSTGRESQL, "jdbc:postgresql:(//" + HOSTS + "/" + NAME + ")", "\\?", "&"),
          form(Vendor.MARIADB, "jdbc:mariadb:(//" + HOSTS + "/" + NAME + ")", "\\?", "&"),
          form(Vendor.MYSQL, "jdbc:mysql:(//" + HOSTS + "/" + NAME + ")", "\\?", "&"),
          form(
              Vendor.SQLSERVER,
              "jdbc:sqlserver:(//(?:" + HOST + ")(?:\\\\" + NAME + ")?(?::[0-9]{1,5})?)",
              ";",
              ";"),
          form(
              Vendor.ORACLE,
              "jdbc:oracle:thin:(@(?:tcps:)?//(?:" + HOST + ")(?::[0-9]{1,5})?/" + NAME + ")",
              "\\?",
              "&"),
          form(
              Vendor.H2,
              "jdbc:h2:(mem:"
                  + NAME
                  + "|(?:tcp|ssl)://"
                  + HOSTS
                  + "/[A-Za-z0-9_./~-]+"
                  + "|file:[A-Za-z0-9_./~-]+)",
              ";",
              ";"));

  private static final List<String> EXAMPLES =
      List.of(
          "jdbc:postgresql://db.example.com/audit",
          "jdbc:mariadb://db.example.com/audit",
          "jdbc:mysql://db.example.com/audit",
          "jdbc:sqlserver://db.example.com;databaseName=audit",
          "jdbc:oracle:thin:@//db.example.com:1521/audit",
          "jdbc:h2:mem:audit");

  public JdbcUrl {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  private static Form form(Vendor vendor, String base, String begin, String divider) {
    return new Form(vendor, Pattern.compile(base + "(?:" + begin + "(.*))?"), divider);
  }

  /**
   * @throws MappingRefused when it is none that can be used, with the name of the parameter when
   *     one is the reason
   */
  public static JdbcUrl parse(String url) {
    if (url.length() > LONGEST) {
      throw new MappingRefused("is longer than " + LONGEST + " characters");
    }
    for (Form form : FORMS) {
      Matcher matcher = form.url().matcher(url);
      if (matcher.matches()) {
        return new JdbcUrl(
            form.vendor(),
            driverScheme(form.vendor()) + matcher.group(1),
            parameters(form, matcher.group(2) == null ? "" : matcher.group(2)));
      }
    }
    throw new MappingRefused(
        Shown.of(url.replaceAll("//[^/@]*@", "//...@"), 200)
            + " is not a URL of a database; such as "
            + String.join(", ", EXAMPLES)
            + "; user and password do not stand in it");
  }

  private static String driverScheme(Vendor vendor) {
    return switch (vendor) {
      case POSTGRESQL -> "jdbc:postgresql:";
      case MARIADB, MYSQL -> "jdbc:mariadb:";
      case SQLSERVER -> "jdbc:sqlserver:";
      case ORACLE -> "jdbc:oracle:thin:";
      case H2 -> "jdbc:h2:";
    };
  }

  private static Map<String, String> parameters(Form form, String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : text.split(form.divider(), -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (!allowed(form.vendor()).contains(name)) {
        throw new MappingRefused(refusal(form.vendor(), name));
      }
      if (value.isEmpty() || !VALUE.matcher(value).matches()) {
        throw new MappingRefused("the value of parameter " + name + " is not allowed");
      }
      if (parameters.put(name, value) != null) {
        throw new MappingRefused("parameter " + name + " is given twice");
      }
    }
    return parameters;
  }

  private static Set<String> allowed(Vendor vendor) {
    return ALLOWED.getOrDefault(vendor, Set.of());
  }

  private static String refusal(Vendor vendor, String name) {
    String refused = "parameter " + Shown.of(name) + " is not allowed";
    if (name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password")) {
      return refused + ": the user is a setting, the password a secret";
    }
    return allowed(vendor).isEmpty()
        ? refused
        : refused + "; allowed are " + String.join(", ", new TreeSet<>(allowed(vendor)));
  }
}
