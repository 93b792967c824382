// What becomes of a shape whose numbers stay as they are.

extension GraphShape {
  /// The largest size of anything, so that all products of sizes stay within an Int.
  private static var largest: Int { 1 << 24 }

  /// What each time step of a sequence holds.
  func eachStep(from source: String) throws(ModelError) -> GraphShape {
    if steps == nil || isSymbols {
      throw ModelError(
        "expected a sequence of numbers, got \(description) from \(source); "
          + (isSymbols
            ? "an Embedding reads each by itself" : "leave TimeDistributed out"))
    }
    return inEachStep
  }

  /// What each time step holds.
  var inEachStep: GraphShape {
    outer == nil
      ? GraphShape(size: size, image: image) : GraphShape(steps: steps, size: size, image: image)
  }

  /// The sequence whose time steps hold values of this shape.
  func inEachStep(of axis: StepCount) -> GraphShape {
    steps == nil
      ? GraphShape(steps: axis, size: size, image: image)
      : GraphShape(steps: steps, size: size, outer: axis, image: image)
  }

  /// - Parameter axes: one to three; one of them may be −1.
  func reshaped(_ axes: [Int], _ source: String) throws(ModelError) -> GraphShape {
    guard let count, !isSymbols else {
      throw ModelError(
        "expected a fixed number of time steps, got \(description) from \(source); say it with "
          + "Input.sequence(steps:features:)")
    }
    let text = axes.map { "\($0)" }.joined(separator: " × ")
    let known = axes.filter { $0 != -1 }
    guard (1...3).contains(axes.count), known.count >= axes.count - 1,
      known.allSatisfy({ (1...Self.largest).contains($0) })
    else {
      throw ModelError(
        "has the shape \(text); it has one to three axes, of which one may be -1")
    }
    // More than any value has: two axes of 2²⁴ fit, three would not.
    let product = known.reduce(1) { min($0, Self.largest) * $1 }
    if known.count < axes.count ? count % product != 0 : count != product {
      throw ModelError(
        "expected numbers for the shape \(text), got \(count) from \(source)")
    }
    let full = axes.map { $0 == -1 ? count / product : $0 }
    return GraphShape(
      steps: full.count > 1 ? .fixed(full[full.count - 2]) : nil, size: full[full.count - 1],
      outer: full.count > 2 ? .fixed(full[0]) : nil)
  }

  /// What is wrong with how large it is, or nil.
  var sizeProblem: String? {
    let fixed = [outer, steps].compactMap { axis -> Int? in
      if case .fixed(let count) = axis { count } else { nil }
    }
    for count in fixed + [size] where !(1...Self.largest).contains(count) {
      return "has a size of \(count); sizes are positive and at most 16,777,216"
    }
    let total = fixed.reduce(1.0) { $0 * Double($1) } * Double(size)
    return total > Double(Self.largest)
      ? "has more than 16,777,216 numbers for each example or time step" : nil
  }
}
