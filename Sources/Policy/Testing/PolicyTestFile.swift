/// The cases of one `*.test.yaml`, and the policy that they are about.
package struct PolicyTestFile: Sendable {
    /// As the user would write it.
    package let path: String
    /// The policy's file.
    package let policyPath: String
    /// Entries that take the place of those of the policy's lists, so that tests don't rest on who is on a list today.
    package let lists: [String: [String]]
    package let cases: [PolicyTestCase]
}
