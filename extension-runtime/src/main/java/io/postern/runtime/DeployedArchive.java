package io.postern.runtime;

import jakarta.enterprise.inject.spi.BeanManager;

/**
 * One CDI archive that runs in this server.
 *
 * @param application the name it was deployed under
 * @param beanManager resolves its observer methods
 * @param classLoader the context class loader its callouts need
 */
public record DeployedArchive(
    String application, BeanManager beanManager, ClassLoader classLoader) {}
