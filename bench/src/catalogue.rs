//! X
mod generator;
mod load;
mod vocabulary;
pub(crate) fn run(u: &url::Url, size: usize) -> anyhow::Result<()> {
    let t = std::time::Instant::now();
    let g = generator::Generator::new(size);
    println!("{}", g.films().map(|f| f.name.len()).sum::<usize>());
    println!("gen {:?}", t.elapsed());
    load::load(u, &g)?;
    println!("{:?}", t.elapsed());
    Ok(())
}
