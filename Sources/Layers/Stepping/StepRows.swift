import Kernels

// How numbers come into a stepper's memory.

extension StepMemory {
  /// Takes whole inputs: from row by row to time × rows.
  func load(_ window: GraphWindow<Float>, masks given: [[UInt8]]) {
    func transpose<Element>(
      _ source: [Element], into target: UnsafeMutablePointer<Element>, time: Int, width: Int
    ) {
      for row in 0..<rows {
        for t in 0..<time {
          for column in 0..<width {
            target[(t * rows + row) * width + column] = source[(row * time + t) * width + column]
          }
        }
      }
    }
    for (input, part) in window.parts.enumerated() {
      if !part.symbols.isEmpty {
        transpose(part.symbols, into: symbols[input].baseAddress!, time: part.time, width: 1)
      }
      if !part.numbers.isEmpty {
        transpose(
          part.numbers, into: values[input].base, time: part.time,
          width: part.numbers.count / (rows * part.time))
      }
    }
    for (rule, mask) in given.enumerated() {
      hasMask[rule] = !mask.isEmpty
      if mask.isEmpty { continue }
      transpose(mask, into: masks[rule].baseAddress!, time: mask.count / rows, width: 1)
    }
  }

  /// Takes some values of other rows.
  ///
  /// - Parameters:
  ///   - origins: for each row which of the others.
  ///   - places: how many vectors a value has for each row.
  func take(
    _ wanted: [Int], of other: StepMemory, _ network: GraphNetwork<Float>, _ origins: [Int],
    places: (Int) -> Int
  ) {
    for value in wanted {
      let size = network.values[value].shape.size
      for place in 0..<places(value) {
        for (row, origin) in origins.enumerated() {
          (values[value].base + (place * rows + row) * size).update(
            from: other.values[value].base + (place * other.rows + origin) * size, count: size)
        }
      }
    }
  }

  /// Takes which of so many steps count in other rows.
  func takeMask(_ rule: Int, of other: StepMemory, _ origins: [Int], time: Int) {
    hasMask[rule] = other.hasMask[rule]
    if !hasMask[rule] { return }
    for t in 0..<time {
      for (row, origin) in origins.enumerated() {
        masks[rule][t * rows + row] = other.masks[rule][t * other.rows + origin]
      }
    }
  }

  /// Finds out in which rows the present step is padding.
  func markPadding(_ network: GraphNetwork<Float>, _ rules: [(rule: Int, input: Int)]) {
    for (index, input) in rules {
      switch network.masks[index] {
      // What changes the time axis is not fed step by step.
      case .lengths, .mapped: break
      case .nonzero: mark(index) { symbols[input][$0] != 0 }
      case .unlike(_, let value):
        let size = network.features(ofInput: input)
        let numbers = values[input].base
        mark(index) { row in
          (row * size..<(row + 1) * size).contains { place in
            value.isNaN ? !numbers[place].isNaN : numbers[place] != value
          }
        }
      case .any(let rules):
        mark(index) { row in rules.contains { !hasMask[$0] || masks[$0][row] != 0 } }
      }
    }
  }

  private func mark(_ rule: Int, _ counts: (Int) -> Bool) {
    hasMask[rule] = false
    for row in 0..<rows {
      let value: UInt8 = counts(row) ? 1 : 0
      masks[rule][row] = value
      if value == 0 { hasMask[rule] = true }
    }
  }
}
