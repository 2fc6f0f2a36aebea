import ArgumentParser

struct ConfigOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file.",
            discussion:
                "Default: Config/portcullis.yaml if it is there. Environment variables override it: server.port is PORTCULLIS_SERVER_PORT.",
            valueName: "file"))
    var path: String?
}
