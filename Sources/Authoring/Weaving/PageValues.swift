import Course
import Tasks

/// A value that a page can show: a number, numbers, or a text.
protocol PageValue {
  /// Empty for a text.
  var numbers: [Double] { get }
}

extension Double: PageValue { var numbers: [Double] { [self] } }

extension Int: PageValue { var numbers: [Double] { [Double(self)] } }

extension String: PageValue { var numbers: [Double] { [] } }

extension Array: PageValue where Element: PageValue {
  var numbers: [Double] { flatMap(\.numbers) }
}

extension Yardstick: PageValue {
  /// Each mean, and where its band begins and ends.
  var numbers: [Double] { marks.flatMap { [$0.mean, $0.band.lowerBound, $0.band.upperBound] } }
}

/// The values of the book by their names. `08.gates` is the value `gates` of chapter 08's list, or
/// the line `gates` of a file of chapters/measurements/ whose name begins with 08.
final class PageValues {
  typealias List = [String: any PageValue]

  private let course: Course
  private let lists: [String: @Sendable (Course) throws -> List]
  private var known: [String: List] = [:]
  private var computed: Set<String> = []
  private var shown: Set<String> = []

  init(_ course: Course, lists: [String: @Sendable (Course) throws -> List]) {
    (self.course, self.lists) = (course, lists)
  }

  func has(_ list: String) -> Bool { lists[list] != nil }

  /// - Throws: `UserError` where nothing has that name.
  func value(_ name: String) throws -> any PageValue {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, has(parts[0]) else {
      throw UserError("\(name) names no list of values; there are \(listed(lists.keys.sorted()))")
    }
    let list = try list(parts[0])
    guard let value = list[parts[1]] else {
      let near = nearestSpelling(to: parts[1], among: list.keys.sorted())
      throw UserError(
        "no value is called \(name)" + (near.map { "; did you mean \(parts[0]).\($0)?" } ?? ""))
    }
    shown.insert(name)
    return value
  }

  /// What code computed beside the values that were asked for.
  var unshown: [String] { computed.subtracting(shown).sorted() }

  private func list(_ name: String) throws -> List {
    if let list = known[name] { return list }
    var list = try lists[name]?(course) ?? [:]
    computed.formUnion(list.keys.map { "\(name).\($0)" })
    for file in course.folder.names(in: Measurements.folder) where file.hasPrefix(name) {
      let measured = try Measurements(String(file.dropLast(4)), in: course.folder)
      for (key, text) in measured.texts where list[key] == nil {
        let numbers = measured[key]
        list[key] = numbers.isEmpty ? text : numbers
      }
    }
    known[name] = list
    return list
  }
}
