import Course
import Layers
import LinearAlgebra
import Text

/// By what the examples are known again that a model learnt from, and those held back of their files:
/// numbers of 48 bits, in ascending order.
package struct KnownExamples: Equatable {
  private(set) var marks: [UInt64]

  init(_ marks: [UInt64]) { self.marks = marks.sorted() }

  /// Each as two numbers of 24 bits, which single precision holds exactly.
  var tensor: Tensor {
    Tensor(
      checked: "seen", [marks.count, 2],
      marks.flatMap { [Float($0 >> 24), Float($0 & 0xFF_FFFF)] })
  }

  /// - Throws: `ModelFileError` where they are not among a model's tensors.
  init(_ tensors: [Tensor]) throws {
    let halves = tensors.first { $0.name == "seen" }?.values
    guard let halves, halves.allSatisfy({ 0..<0x1p24 ~= $0 }), halves.count.isMultiple(of: 2) else {
      throw ModelFileError("what it learnt from is missing")
    }
    marks = stride(from: 0, to: halves.count, by: 2).map {
      UInt64(halves[$0]) << 24 | UInt64(halves[$0 + 1])
    }
  }

  /// By which an example is known again, whatever stood between its symbols.
  static func mark(of symbols: [String]) -> UInt64 {
    Fingerprint(symbols.joined(separator: "\u{1F}")).value & 0xFFFF_FFFF_FFFF
  }

  /// How many of some examples are among them.
  func count(in others: [UInt64]) -> Int {
    let known = Set(marks)
    return others.count(where: known.contains)
  }

  static func note(_ count: Int, of all: Int, _ noun: String) -> String {
    "\(grouped(count)) of the \(grouped(all)) \(noun)s \(count == 1 ? "is" : "are") in the training files."
  }

  /// What is worth telling of copies.
  ///
  /// - Parameters:
  ///   - marks: of all examples but those of a file to validate with.
  ///   - held: of that file; nil where a share is held back.
  static func notes(_ marks: [UInt64], held: [UInt64]?, _ noun: String) -> [String] {
    let copies = marks.count - Set(marks).count
    if let held {
      let seen = KnownExamples(marks).count(in: held)
      return seen > 0 ? [note(seen, of: held.count, noun)] : []
    }
    if copies == 0 { return [] }
    let verb = copies == 1 ? "repeats" : "repeat"
    return ["\(counted(copies, noun)) \(verb) others; copies of a \(noun) are held back together."]
  }
}

extension ExampleConfiguration {
  /// Holds back a share of the examples of each kind, drawn by the seed; copies of one stay together.
  ///
  /// - Parameters:
  ///   - mark: of an example, the same for copies.
  ///   - kind: of an example; of copies, the first one's counts.
  ///   - kinds: all of them, in their order.
  /// - Throws: `UserError` where a share was asked for and is none.
  func split<Example, Kind: Hashable>(
    _ examples: [Example], mark: (Example) -> UInt64, kind: (Example) -> Kind, kinds: [Kind]
  ) throws -> (training: [Example], held: [Example]) {
    let share = validationShare ?? 0
    if share == 0 { return (examples, []) }
    let copies = Dictionary(grouping: examples.indices) { mark(examples[$0]) }
    // In the order of their first one, which does not hang on a dictionary's.
    let groups = examples.indices.compactMap { index in
      copies[mark(examples[index])].flatMap { $0[0] == index ? $0 : nil }
    }
    let byKind = Dictionary(grouping: groups) { kind(examples[$0[0]]) }
    var generator = SeededGenerator(seed: UInt64(seed) ^ 0x4E1D)
    var held = examples.map { _ in false }
    for kind in kinds {
      var groups = byKind[kind] ?? []
      var room = Int((share * Double(groups.reduce(0) { $0 + $1.count })).rounded(.down))
      while room > 0 && groups.count > 1 {
        let group = groups.remove(at: generator.integer(below: groups.count))
        if group.count > room { continue }
        for index in group { held[index] = true }
        room -= group.count
      }
    }
    if !held.contains(true) {
      throw UserError(
        "--validation \(validation) of \(counted(groups.count, "different \(Self.noun)")) leaves none to "
          + "validate with; raise it, or set it to 0")
    }
    func part(_ isHeld: Bool) -> [Example] {
      examples.indices.filter { held[$0] == isHeld }.map { examples[$0] }
    }
    return (part(false), part(true))
  }
}
