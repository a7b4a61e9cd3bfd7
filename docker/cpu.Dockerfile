# Oncilla on the CPU: the CPU backend, and OpenCL through PoCL. Build it from the repository's root:
#   docker build -f docker/cpu.Dockerfile -t oncilla:cpu .

FROM debian:bookworm-slim AS build
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update \
    && apt-get install --yes --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml ./
COPY src src
COPY kernels kernels
# The tests belong to CI; the image is built from what passed there.
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true package

FROM debian:bookworm-slim
COPY docker/install-opencl-cpu.sh /tmp/
ARG DEBIAN_FRONTEND=noninteractive
# Fonts are for the cost plot; without them a headless JVM cannot write text into a picture.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        openjdk-17-jre-headless fontconfig fonts-dejavu-core \
    && /tmp/install-opencl-cpu.sh --runtime \
    && rm -rf /var/lib/apt/lists/* /tmp/install-opencl-cpu.sh
COPY --from=build /src/target/oncilla.jar /opt/oncilla/oncilla.jar
COPY LICENSE /opt/oncilla/
# Caches (fonts, compiled kernels) go where any user may write.
ENV XDG_CACHE_HOME=/tmp/cache
# Without a UTF-8 locale Java loses every name on the command line that is not plain ASCII.
ENV LANG=C.UTF-8
WORKDIR /work
ENTRYPOINT ["java", "-Djava.awt.headless=true", "-Duser.home=/tmp", "-jar", "/opt/oncilla/oncilla.jar"]
CMD ["--help"]
