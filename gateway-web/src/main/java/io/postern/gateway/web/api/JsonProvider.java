package io.postern.gateway.web.api;

import io.postern.gateway.web.http.JsonFormat;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.ext.ContextResolver;

/** Has the server write the records of the resources as {@link JsonFormat} says. */
public class JsonProvider implements ContextResolver<Jsonb> {

  @Override
  public Jsonb getContext(Class<?> type) {
    return JsonFormat.JSON;
  }
}
