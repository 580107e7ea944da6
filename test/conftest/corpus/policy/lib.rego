package lib.images

containers(object) := object.spec.template.spec.containers
