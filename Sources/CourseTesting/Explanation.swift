/// The mistake that explains what a reader's code computes in every one of some cases: what two
/// mistakes make of one case may be the same, and a case in which they differ tells them apart.
///
/// - Parameters:
///   - cases: the case at hand, then those that tell.
///   - tolerance: as for `expect`.
///   - yours: what the reader's code makes of a case.
///   - mistakes: what each mistake makes of it; the same ones in the same order each time.
/// - Returns: the first that fits, with the value of the case at hand; nothing where none does.
public func explanation<Case, Value: Checkable>(
  in cases: [Case], within tolerance: Double = 1e-9, yours: (Case) -> Value,
  mistakes: (Case) -> KeyValuePairs<Mistake, Value>
) -> KeyValuePairs<Mistake, Value> {
  guard let first = cases.first else { return [:] }
  var fitting: [Int]?
  for it in cases {
    let (value, all) = (yours(it), mistakes(it))
    fitting = (fitting ?? Array(all.indices)).filter {
      resembles(value, all[$0].value, within: tolerance)
    }
    if fitting == [] { return [:] }
  }
  return fitting.map { [mistakes(first)[$0[0]].key: yours(first)] } ?? [:]
}
