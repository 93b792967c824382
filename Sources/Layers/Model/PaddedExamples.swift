extension Examples {
  /// These examples as targets of a batch, padded to so many time steps.
  ///
  /// - Parameters:
  ///   - size: numbers in each target.
  ///   - classes: how many there are of which they are numbers; nil where they are values.
  func targets(
    _ rows: [Int], time: Int, size: Int, classes: Int?
  ) -> WindowTargets<Float> {
    if let classes {
      // What is no class was left out, and stands for nothing.
      let symbols = paddedSymbols(rows, time: time)
      return .classes(symbols.map { 0 <= $0 && $0 < classes ? $0 : 0 })
    }
    return .values(padded(rows, to: time * size), size: size)
  }

  /// These examples' symbols row by row, each row followed by zeros up to so many time steps.
  func paddedSymbols(_ rows: [Int], time: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: rows.count * time)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      for (row, index) in rows.enumerated() {
        let start = start(index)
        storage.copy(start..<start + lengths[index], to: base + row * time)
      }
    }
    return result
  }

  /// These examples' numbers row by row, each row followed by zeros up to so many.
  func padded(_ rows: [Int], to count: Int) -> [Float] {
    var result = [Float](repeating: 0, count: rows.count * count)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      for (row, index) in rows.enumerated() {
        let start = start(index) * width
        storage.copy(start..<start + lengths[index] * width, to: base + row * count)
      }
    }
    return result
  }
}
