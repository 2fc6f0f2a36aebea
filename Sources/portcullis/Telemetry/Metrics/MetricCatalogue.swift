import Server

/// Every metric there is. `docs/metrics.md` holds the same table, and a test compares them with a running service.
enum MetricCatalogue {
    static let all: [MetricDefinition] = decisions + policies + vendors + cache + log + http + telemetry + process

    /// The names, each said once.
    enum Name {
        static let decisions = "portcullis_decisions_total"
        static let decisionsNotLogged = "portcullis_decisions_not_logged_total"
        static let decisionDuration = "portcullis_decision_duration_seconds"
        static let phaseDuration = "portcullis_decision_phase_duration_seconds"
        static let policyLoads = "portcullis_policy_loads_total"
        static let policyLoaded = "portcullis_policy_loaded_timestamp_seconds"
        static let policyRefused = "portcullis_policy_refused"
        static let challengerDecisions = "portcullis_challenger_decisions_total"
        static let challengerMissing = "portcullis_challenger_missing_total"
        static let fetches = "portcullis_provider_fetches_total"
        static let attempts = "portcullis_provider_attempts_total"
        static let attemptDuration = "portcullis_provider_attempt_duration_seconds"
        static let connections = "portcullis_provider_connections_total"
        static let breakerState = "portcullis_provider_breaker_state"
        static let breakerOpen = "portcullis_provider_breaker_open"
        static let keyRefused = "portcullis_provider_key_refused"
        static let quotaCalls = "portcullis_provider_quota_calls"
        static let quotaLeft = "portcullis_provider_quota_calls_left"
        static let shed = "portcullis_provider_shed_total"
        static let fetchesInFlight = "portcullis_provider_fetches_in_flight"
        static let retryTokens = "portcullis_provider_retry_tokens"
        static let cacheBytes = "portcullis_cache_bytes"
        static let cacheMaxBytes = "portcullis_cache_max_bytes"
        static let cacheEntries = "portcullis_cache_entries"
        static let logWritable = "portcullis_log_writable"
        static let logQueueRecords = "portcullis_log_queue_records"
        static let logQueueBytes = "portcullis_log_queue_bytes"
        static let logLag = "portcullis_log_lag_seconds"
        static let logRecords = "portcullis_log_records_total"
        static let logBytes = "portcullis_log_written_bytes_total"
        static let logCommitDuration = "portcullis_log_commit_duration_seconds"
        static let logCommitRecords = "portcullis_log_commit_records"
        static let logWriteFailures = "portcullis_log_write_failures_total"
        static let logCheckpoints = "portcullis_log_checkpoints_total"
        static let logRotations = "portcullis_log_rotations_total"
        static let logCompressions = "portcullis_log_compressions_total"
        static let requests = "portcullis_http_requests_total"
        static let certificateNotAfter = "portcullis_tls_certificate_not_after_timestamp_seconds"
        static let requestsInFlight = "portcullis_requests_in_flight"
        static let refused = "portcullis_requests_refused_total"
        static let authenticationFailures = "portcullis_authentication_failures_total"
        static let buildInfo = "portcullis_build_info"
        static let linesDropped = "portcullis_stderr_lines_dropped_total"
        static let spans = "portcullis_trace_spans_total"
        static let seriesRefused = "portcullis_metric_series_refused_total"
        static let cpu = "process_cpu_seconds_total"
        static let residentMemory = "process_resident_memory_bytes"
        static let virtualMemory = "process_virtual_memory_bytes"
        static let openFDs = "process_open_fds"
        static let maxFDs = "process_max_fds"
        static let threads = "process_threads"
        static let startTime = "process_start_time_seconds"
    }

    /// From a tenth of a millisecond, which a decision from the cache takes, to beyond the longest deadline.
    private static let latencies: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30,
    ]
    private static let batches: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 10_000]

    private static let policies = [
        MetricDefinition(
            Name.policyLoads, .counter, labels: ["role", "result"],
            help: "Loads of the policies that decide (policy) and of those that are tried (challenger)."),
        MetricDefinition(
            Name.policyLoaded, .gauge, labels: ["role"], help: "When the policies in force were loaded; 0 for never."),
        MetricDefinition(
            Name.policyRefused, .gauge, labels: ["role"],
            help: "1 while a newer candidate is refused and the policies before it stay in force."),
        MetricDefinition(
            Name.challengerDecisions, .counter, labels: ["outcome", "challenger"],
            help: "Decisions by their outcome and the one that the challenger would have come to."),
        MetricDefinition(
            Name.challengerMissing, .counter, labels: ["reason"],
            help: "Decisions of which the log doesn't say what the challenger would have come to."),
    ]

    private static let decisions = [
        MetricDefinition(
            Name.decisions, .counter, labels: ["event", "outcome", "degraded"],
            help: "Decisions that are on the log, by what was decided and whether a vendor's facts were missing."),
        MetricDefinition(
            Name.decisionsNotLogged, .counter, labels: ["cause"],
            help: "Decisions that were made but not given, since they could not be logged."),
        MetricDefinition(
            Name.decisionDuration, .histogram(latencies),
            help: "From the complete request until the decision is on the log."),
        MetricDefinition(
            Name.phaseDuration, .histogram(latencies), labels: ["phase"],
            help: "The same by phase: gather (vendors and cache), policy (evaluation and encoding), log (commit)."),
    ]

    private static let vendors = [
        MetricDefinition(
            Name.fetches, .counter, labels: ["provider", "source", "cause"],
            help: "What decisions got of a vendor: where from (cache: a hit, upstream: a miss) and how it ended."),
        MetricDefinition(
            Name.attempts, .counter, labels: ["provider", "kind", "cause"],
            help: "Requests sent to a vendor, by what each was for and how it ended."),
        MetricDefinition(
            Name.attemptDuration, .histogram(latencies), labels: ["provider", "phase"],
            help: "What requests to a vendor took: in total, and those phases that were needed."),
        MetricDefinition(
            Name.connections, .counter, labels: ["provider", "state"],
            help: "Answered requests to a vendor, by whether a connection was open already (reused) or not (new)."),
        MetricDefinition(
            Name.breakerState, .gauge, labels: ["provider", "state"],
            help: "1 for the state that a vendor's circuit breaker is in, 0 for the others."),
        MetricDefinition(
            Name.breakerOpen, .gauge, labels: ["provider", "reason"],
            help: "1 for the reason for which a vendor's circuit breaker is not closed, 0 for the others."),
        MetricDefinition(
            Name.keyRefused, .gauge, labels: ["provider"],
            help: "1 if the vendor refused the configured key the last time it answered."),
        MetricDefinition(
            Name.quotaCalls, .gauge, labels: ["provider"],
            help: "Calls to a vendor that are allowed in a minute; absent without a limit."),
        MetricDefinition(
            Name.quotaLeft, .gauge, labels: ["provider"], help: "How many of them are left at the moment."),
        MetricDefinition(
            Name.shed, .counter, labels: ["provider", "limit"],
            help: "How often a limit of our own kept a vendor from being asked."),
        MetricDefinition(
            Name.fetchesInFlight, .gauge, labels: ["provider"], help: "Fetches past the cache at the moment."),
        MetricDefinition(
            Name.retryTokens, .gauge, labels: ["provider"],
            help: "What is left in the budget for retries and hedges, which end at half of it."),
    ]

    private static let cache = [
        MetricDefinition(
            Name.cacheBytes, .gauge, labels: ["provider"], help: "Memory that a vendor's cached answers take."),
        MetricDefinition(
            Name.cacheMaxBytes, .gauge, labels: ["provider"], help: "What they may take at the most."),
        MetricDefinition(Name.cacheEntries, .gauge, labels: ["provider"], help: "A vendor's cached answers."),
    ]

    private static let log = [
        MetricDefinition(
            Name.logWritable, .gauge, help: "1 if the last write to the decision log went well, 0 during an outage."),
        MetricDefinition(
            Name.logQueueRecords, .gauge, help: "Records that wait for the decision log or are being written."),
        MetricDefinition(Name.logQueueBytes, .gauge, help: "Their bytes."),
        MetricDefinition(Name.logLag, .gauge, help: "How long the oldest of them has waited; 0 if none does."),
        MetricDefinition(Name.logRecords, .counter, help: "Records written to the decision log."),
        MetricDefinition(Name.logBytes, .counter, help: "Bytes written to the decision log."),
        MetricDefinition(
            Name.logCommitDuration, .histogram(latencies),
            help: "What a write to the decision log took, with its sync where log.durability asks for one."),
        MetricDefinition(
            Name.logCommitRecords, .histogram(batches), help: "Records that were written, and synced, at once."),
        MetricDefinition(
            Name.logWriteFailures, .counter, help: "Writes and syncs of the decision log that failed."),
        MetricDefinition(
            Name.logCheckpoints, .counter, labels: ["result"],
            help: "Checkpoints that were signed and written, or failed to be; "
                + "a failed attempt to write their copy counts too."),
        MetricDefinition(
            Name.logRotations, .counter, labels: ["result"],
            help: "Files of the decision log that were begun behind a closed one, or failed to be when it was time."),
        MetricDefinition(
            Name.logCompressions, .counter, labels: ["result"],
            help: "Closed files of the decision log that were compressed, or failed to be."),
    ]

    private static let http = [
        MetricDefinition(
            Name.requests, .counter, labels: ["route", "status"],
            help: "HTTP requests that were answered, or given up (499) because their caller had left."),
        MetricDefinition(
            Name.requestsInFlight, .gauge, help: "Requests below /v1 that are being answered at the moment."),
        MetricDefinition(
            Name.refused, .counter, labels: ["limit"],
            help:
                "Requests that got 503 at once: too many in flight (requests_in_flight), or no time left for a decision (deadline)."
        ),
        MetricDefinition(
            Name.authenticationFailures, .counter, labels: ["reason"],
            help: "Requests that failed to authenticate, by the code of the problem."),
        MetricDefinition(
            Name.certificateNotAfter, .gauge, help: "When the certificate shown to callers ends; 0 without TLS."),
    ]

    private static let telemetry = [
        MetricDefinition(
            Name.buildInfo, .gauge, labels: ["version"], help: "1, with the program's version as a label."),
        MetricDefinition(
            Name.linesDropped, .counter, help: "Lines for standard error that nobody took in time."),
        MetricDefinition(
            Name.spans, .counter, labels: ["result"],
            help: "Spans of traces: exported, failed to be, or dropped because too many waited."),
        MetricDefinition(
            Name.seriesRefused, .counter, help: "Series that were not kept because there were too many."),
    ]

    private static let process = [
        MetricDefinition(Name.cpu, .counter, help: "CPU time of the process, user and system."),
        MetricDefinition(Name.residentMemory, .gauge, help: "Resident memory of the process."),
        MetricDefinition(Name.virtualMemory, .gauge, help: "Virtual memory of the process."),
        MetricDefinition(Name.openFDs, .gauge, help: "Open file descriptors."),
        MetricDefinition(Name.maxFDs, .gauge, help: "File descriptors that may be open."),
        MetricDefinition(Name.threads, .gauge, help: "Threads of the process."),
        MetricDefinition(Name.startTime, .gauge, help: "When the process started, since 1970."),
    ]
}
