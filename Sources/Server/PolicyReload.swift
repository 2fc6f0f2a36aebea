/// What came of loading the policies again.
package struct PolicyReload: Sendable {
    package enum Result: String, Sendable {
        /// In force now.
        case loaded
        /// As it was before.
        case unchanged
        /// In force still, because what was to come after it has mistakes.
        case refused
        /// In force no longer.
        case removed
    }

    /// One that is in force, or was before.
    package struct Entry: Sendable {
        /// `policy` for one that decides, `challenger` for one that is tried.
        package let role: String
        package let event: String
        package let name: String
        package let version: String
        package let digest: String
        package let result: Result

        package init(
            role: String, event: String, name: String, version: String, digest: String, result: Result
        ) {
            self.role = role
            self.event = event
            self.name = name
            self.version = version
            self.digest = digest
            self.result = result
        }
    }

    /// Why the policies of a role were refused. Holds no text of a list, whose entries may be people's.
    package struct Mistake: Sendable {
        package let role: String
        /// Nil for what is wrong with none of the files.
        package let file: String?
        package let line: Int?
        package let column: Int?
        package let message: String

        package init(role: String, file: String? = nil, line: Int? = nil, column: Int? = nil, message: String) {
            self.role = role
            self.file = file
            self.line = line
            self.column = column
            self.message = message
        }
    }

    package var policies: [Entry] = []
    /// Empty if nothing was refused.
    package var mistakes: [Mistake] = []
    /// How many more there were than are listed.
    package var omittedMistakes = 0

    package init() {}
}
