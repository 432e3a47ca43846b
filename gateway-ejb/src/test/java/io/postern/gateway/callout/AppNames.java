package io.postern.gateway.callout;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;

/** As much of a server's JNDI as tells an application its name. */
public final class AppNames implements InitialContextFactory {

  static volatile String current = "";

  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              if (method.getName().equals("lookup") && "java:app/AppName".equals(arguments[0])) {
                return current;
              }
              throw new NameNotFoundException(method.getName());
            });
  }
}
