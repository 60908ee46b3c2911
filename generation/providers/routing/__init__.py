"""Who is asked, how patiently, and how it is made sure that nothing is paid twice."""
