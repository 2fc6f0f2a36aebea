import Synchronization

/// The attributes that an environment's programs read, each with a number of its own. An attribute is a field that is
/// reached from a variable through declared records only, such as `signals.network.vpn`.
///
/// It grows while programs are compiled, which may be on several threads.
final class AttributeTable: Sendable {
    /// What has the field: a variable, or an attribute that is a record itself.
    enum Parent: Sendable, Hashable {
        case root(slot: Int)
        case attribute(Int)
    }

    /// The attributes that are fields of one record.
    struct Group: Sendable {
        let parent: Parent
        let type: RecordType
        fileprivate(set) var fields: [(slot: Int, attribute: Int)]
    }

    /// How all attributes are read: a record's before those of the records in it.
    struct Plan: Sendable {
        fileprivate(set) var groups: [Group] = []
        /// The attributes' names, such as `signals.network.vpn`.
        fileprivate(set) var paths: [String] = []
        /// All that programs may read, as ``Program/attributes`` names it.
        fileprivate(set) var reads: Set<String> = []

        /// How many attributes there are.
        var count: Int { paths.count }
    }

    private let state = Mutex(Plan())

    var plan: Plan { state.withLock { $0 } }

    /// The number of the attribute at a slot of the record that a variable or another attribute is.
    func attribute(_ path: String, of parent: Parent, type: RecordType, slot: Int) -> Int {
        state.withLock { plan in
            // Whoever is a parent was added before, and its group is older: so the order of groups is one to read in.
            let group = plan.groups.firstIndex { $0.parent == parent } ?? plan.groups.count
            if group == plan.groups.count { plan.groups.append(Group(parent: parent, type: type, fields: [])) }
            if let known = plan.groups[group].fields.first(where: { $0.slot == slot }) { return known.attribute }
            let number = plan.count
            plan.paths.append(path)
            plan.groups[group].fields.append((slot, number))
            return number
        }
    }

    /// Notes what a program may read.
    func add(reads paths: [String]) { state.withLock { $0.reads.formUnion(paths) } }
}
