/// AVX-512.
public let level = 4
