/// What is true of a result row by row, step by step or part by part: a factor or an amount of its
/// own for each, a running sum, a sum that should be 1.
struct GroupRelation {
  let clause: String

  init?(of all: Comparison) {
    guard all.wrong.count > 1,
      all.numbers.allSatisfy({ $0.yours.isFinite && $0.right.isFinite })
    else { return nil }
    let found =
      Self.perGroup(all, "times", Relation.groupFactor)
      ?? Self.perGroup(all, "more", Relation.groupDifference)
      ?? Self.running(all) ?? Self.signs(all) ?? Self.rowSums(all)
    guard let found else { return nil }
    clause = found
  }

  // MARK: A number of its own for each

  private static func perGroup(
    _ all: Comparison, _ kind: String, _ rule: ([PairedNumber], Comparison) -> Double?
  ) -> String? {
    for axis in all.axes.indices {
      let indices = all.indices(on: axis, in: all.numbers)
      guard indices.count > 1, all.numbers.allSatisfy({ $0.at[axis] != nil }),
        all.numbers.count >= 2 * indices.count + 2
      else { continue }
      var values: [(index: Int, value: Double)] = []
      for index in indices {
        let own = all.numbers.filter { $0.at[axis] == index }
        guard let value = rule(own, all) else { break }
        values.append((index, value))
      }
      guard values.count == indices.count, distinct(values.map(\.value)) > 1 else { continue }
      let name = all.axes[axis].name
      let names = all.axes[axis].names
      func place(_ index: Int) -> String {
        names.indices.contains(index) ? "the \(names[index])" : "\(name) \(index)"
      }
      let told = values.filter { abs($0.value - (kind == "times" ? 1 : 0)) > 1e-9 }.prefix(3)
      if kind == "times" {
        return "each \(name) is the right one times a number of its own: "
          + told.map { "\(short($0.value)) in \(place($0.index))" }.joined(separator: ", ")
      }
      return "all that is in one \(name) is off by the same: "
        + told.map { "\(short($0.value)) in \(place($0.index))" }.joined(separator: ", ")
    }
    return nil
  }

  // MARK: Running sums

  private static func running(_ all: Comparison) -> String? {
    for name in ["step", "entry"] {
      guard let axis = all.axis(name), all.numbers.allSatisfy({ $0.at[axis] != nil }) else {
        continue
      }
      let steps = all.indices(on: axis, in: all.numbers)
      guard steps.count > 2 else { continue }
      for (order, way) in [(steps, "before"), (steps.reversed(), "after")] {
        if isRunningSum(all, axis, order, of: \.right, is: \.yours) {
          return
            "each \(name) holds the sum of what belongs to it and to all \(plural(name)) \(way)"
        }
        if isRunningSum(all, axis, order, of: \.yours, is: \.right) {
          return "each right \(name) is the sum of yours there and at all \(plural(name)) \(way)"
        }
      }
    }
    return nil
  }

  private static func isRunningSum(
    _ all: Comparison, _ axis: Int, _ order: [Int], of term: (PairedNumber) -> Double,
    is sum: (PairedNumber) -> Double
  ) -> Bool {
    var totals: [[Int?]: Double] = [:]
    var telling: [Double] = []
    for index in order {
      for number in all.numbers where number.at[axis] == index {
        var place = number.at
        place[axis] = nil
        let total = totals[place, default: 0] + term(number)
        totals[place] = total
        if !all.isSame(sum(number), total) { return false }
        if all.tells(number, number.yours) { telling.append(total) }
      }
    }
    return distinct(telling) > 2
  }

  // MARK: Signs

  private static func signs(_ all: Comparison) -> String? {
    let wrong = all.wrong
    guard wrong.count < all.numbers.count, wrong.count > 1,
      wrong.allSatisfy({ all.isSame($0.yours, -$0.right) && all.tells($0, -$0.right) }),
      distinct(wrong.map(\.right)) > 1
    else { return nil }
    return
      "\(wrong.count) of \(all.numbers.count) values have the wrong sign, and are right but for it"
  }

  // MARK: Sums of rows

  private static func rowSums(_ all: Comparison) -> String? {
    guard let row = all.axis("row"), let column = all.axis("column"), all.axes.count == 3,
      all.indices(on: column, in: all.numbers).count > 1
    else { return nil }
    func sums(_ axis: Int, _ value: (PairedNumber) -> Double) -> [Double] {
      all.indices(on: axis, in: all.numbers).map { index in
        all.numbers.reduce(0) { $0 + ($1.at[axis] == index ? value($1) : 0) }
      }
    }
    let tolerance = 10 * max(all.tolerance, 1e-9)
    let right = sums(row, \.right)
    for target in [1.0, 0] where right.allSatisfy({ abs($0 - target) <= tolerance }) {
      let yours = sums(row, \.yours)
      let off = yours.indices.filter { abs(yours[$0] - target) > 10 * tolerance }
      guard let first = off.first, off.count * 2 > yours.count || off.count > 1 else { continue }
      if target == 1, sums(column, \.yours).allSatisfy({ abs($0 - 1) <= tolerance }) {
        return "your columns sum to 1; the rows should"
      }
      return "each row should sum to \(Int(target)); row \(first) sums to \(short(yours[first]))"
    }
    return nil
  }
}

extension Relation {
  /// The factor of a group, which may be 1 where all of it is right.
  fileprivate static func groupFactor(_ own: [PairedNumber], _ all: Comparison) -> Double? {
    guard own.contains(where: \.isWrong) else { return own.contains { $0.right != 0 } ? 1 : nil }
    guard let largest = own.max(by: { abs($0.right) < abs($1.right) }), largest.right != 0 else {
      return nil
    }
    let k = largest.yours / largest.right
    guard k.isFinite, k != 0, own.allSatisfy({ all.isSame($0.yours, k * $0.right) }),
      distinct(own.filter { all.tells($0, k * $0.right) }.map { abs($0.right) }) > 1
    else { return nil }
    return k
  }

  fileprivate static func groupDifference(_ own: [PairedNumber], _ all: Comparison) -> Double? {
    guard own.contains(where: \.isWrong) else { return 0 }
    let c = own[0].yours - own[0].right
    guard own.allSatisfy({ all.isSame($0.yours, $0.right + c) && all.tells($0, $0.right + c) }),
      distinct(own.map(\.right)) > 1
    else { return nil }
    return c
  }
}
